import type { ProcessFigures } from '../http/metrics/process-figures.ts';
import type { TorrentLists } from '../policy/torrent-policy.ts';
import type { AnnounceSeen } from '../service/announce-seen.ts';
import type { CounterFigures } from '../service/tracker-counters.ts';
import type { TrackerConfig } from '../tracker-config.ts';
import type { TrackerFigures } from '../tracker-figures.ts';
import type { TrackerStartErrorCode } from '../tracker-start-error.ts';
import type { Doors } from './doors.ts';

/** What a worker says to the first process. */
export type WorkerMessage =
  /** It can hear. */
  | { readonly type: 'here' }
  /** It listens at a socket of the first process as soon as it gets it. */
  | { readonly type: 'door-wanted'; readonly door: keyof Doors }
  | { readonly type: 'ready'; readonly process: ProcessFigures }
  | { readonly type: 'failed'; readonly code: TrackerStartErrorCode | 'usage'; readonly reason: string }
  | { readonly type: 'announce'; readonly announce: AnnounceSeen }
  /** A line for the log; level as pino counts. */
  | { readonly type: 'log'; readonly level: number; readonly text: string; readonly fields: object }
  /** What it has done so far; with what its process takes when it was asked. */
  | { readonly type: 'counters'; readonly counters: CounterFigures; readonly process?: ProcessFigures }
  /** It wants to know what all have done. */
  | { readonly type: 'figures-wanted'; readonly question: number };

/** What the first process says to a worker. */
export type FirstProcessMessage =
  | { readonly type: 'start'; readonly order: WorkerOrder }
  /** A socket to listen at comes with it: a server for HTTP, a socket for datagrams. */
  | { readonly type: 'door' }
  /** Its counters are wanted now. */
  | { readonly type: 'tell-counters' }
  | { readonly type: 'figures'; readonly question: number; readonly figures: TrackerFigures }
  /** Other lists or faults hold. */
  | { readonly type: 'rules'; readonly rules: WorkerRules }
  | { readonly type: 'close' };

/** What an operator may change while the tracker runs. */
export interface WorkerRules {
  readonly lists: TorrentLists;
  /** As they are written. */
  readonly faults: readonly string[];
}

/** What a worker has to know to start. */
export interface WorkerOrder {
  readonly config: TrackerConfig;
  readonly logLevel: string;
  /** Whether announces are to be told. */
  readonly tellAnnounces: boolean;
  /** When the whole tracker started, ms of the machine's monotonic clock. */
  readonly startedAt: number;
  /** Of the connection ids, so that one of another worker is good here. */
  readonly secret: Uint8Array;
  /** Whether there are lists, and whether addresses have a budget. */
  readonly listed: boolean;
  readonly limited: boolean;
  readonly rules: WorkerRules;
}

/** Where a worker finds its end of the channel to the store: the descriptor behind its IPC channel. */
export const STORE_FD = 4;
