import type { AnnounceEvent } from '@seedbed/protocol';
import type { RefusalKind } from './admission.ts';

/** Why a request was answered with a failure reason; a closed union, because each is a label of a metric. */
export type FailureKind = 'malformed' | 'full-scrape' | RefusalKind | 'internal';

/** The numbers alone, as they come from another process. */
export type CounterFigures = Omit<TrackerCounters, 'fail'>;

/** What a tracker has done since it started. */
export class TrackerCounters {
  announces = 0;
  scrapes = 0;
  /** Announces that were answered with peers, by what happened to the peer. */
  readonly events: Record<AnnounceEvent | 'periodic', number> = { started: 0, completed: 0, stopped: 0, periodic: 0 };
  /** Requests that were answered with a failure reason. */
  failures = 0;
  /** The same by what was wrong. */
  readonly failuresByKind: Record<FailureKind, number> = {
    malformed: 0,
    'full-scrape': 0,
    'torrent-denied': 0,
    'rate-limited': 0,
    'on-purpose': 0,
    'store-away': 0,
    internal: 0,
  };
  /** New peers that were answered, but not stored, because the store was full. */
  turnedAway = 0;
  /** Connections that were closed because there were too many. */
  droppedConnections = 0;
  /** Connection ids that were given out over UDP. */
  connects = 0;
  /** Datagrams with a connection id that their address was not given, or too long ago; not answered. */
  strangeConnectionIds = 0;
  /** Datagrams that are too short for a request; not answered. */
  strangeDatagrams = 0;
  /** Datagrams that could not be answered: the way out was blocked, or they claimed to come from port 0. */
  droppedDatagrams = 0;
  /** Faults of our own; each stands in the log. */
  internalErrors = 0;

  /** One more request is answered with a failure reason. */
  fail(kind: FailureKind): void {
    this.failures += 1;
    this.failuresByKind[kind] += 1;
  }
}
