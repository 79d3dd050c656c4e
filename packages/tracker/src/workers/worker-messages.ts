import type { PeerAddress } from '@seedbed/protocol';
import type { AnnounceSeen } from '../service/announce-seen.ts';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import type { TrackerStartErrorCode } from '../tracker-start-error.ts';

/** What a worker says to the process that started it. */
export type WorkerMessage =
  /** It can hear. */
  | { readonly type: 'here' }
  | { readonly type: 'ready'; readonly url: string; readonly address: PeerAddress }
  | { readonly type: 'failed'; readonly code: TrackerStartErrorCode; readonly reason: string }
  | { readonly type: 'announce'; readonly announce: AnnounceSeen }
  /** What it has done so far. */
  | { readonly type: 'counters'; readonly counters: TrackerCounters }
  /** It wants to know what all have done. */
  | { readonly type: 'all-counters-wanted'; readonly question: number };

/** What a worker is told. */
export type PrimaryMessage =
  | { readonly type: 'start'; readonly order: WorkerOrder }
  /** Its counters are wanted now. */
  | { readonly type: 'tell-counters' }
  | { readonly type: 'all-counters'; readonly question: number; readonly counters: TrackerCounters }
  | { readonly type: 'close' };

/** What a worker has to know to start. */
export interface WorkerOrder {
  readonly config: TrackerConfig;
  readonly logLevel: string;
  /** Whether announces are to be told. */
  readonly tellAnnounces: boolean;
  /** When the whole tracker started, ms of the machine's monotonic clock. */
  readonly startedAt: number;
}

/** Where a worker finds its end of the channel to the store: the descriptor behind its IPC channel. */
export const STORE_FD = 4;
