import type { EventSink } from '@seedbed/events';
import type { Logger } from 'pino';
import type { AnnounceSeen } from './service/announce-seen.ts';
import type { AnyPeerStore } from './store/remote-peer-store.ts';

/** What a tracker may be given instead of its own. */
export interface TrackerComponents {
  /** Without one, what `config.store` names. It is closed with the tracker. */
  readonly store?: AnyPeerStore;
  /** Silent without one. */
  readonly log?: Logger;
  /** Told of every announce. */
  readonly onAnnounce?: (announce: AnnounceSeen) => void;
  /** Told of every announce as an event. */
  readonly events?: EventSink | undefined;
  /** Aborted when the tracker is not wanted any more: a start that takes long, because there is much to read, is given up. */
  readonly signal?: AbortSignal | undefined;
}
