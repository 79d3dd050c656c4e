import type { Logger } from 'pino';
import type { Operations } from '../operations.ts';
import type { OnAnnounce } from '../service/announce-seen.ts';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { AnyPeerStore } from '../store/remote-peer-store.ts';

/** What the first process of several holds for all. */
export interface FirstProcess {
  readonly store: AnyPeerStore;
  readonly operations: Operations;
  readonly counters: TrackerCounters;
  readonly onAnnounce: OnAnnounce;
  /** ms of the machine's monotonic clock. */
  readonly startedAt: number;
  /** Of the connection ids, see `windowKeys`. */
  readonly secret: Uint8Array;
  readonly log: Logger;
}
