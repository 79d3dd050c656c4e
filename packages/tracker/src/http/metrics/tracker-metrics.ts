import type { MetricDescription } from '@seedbed/control/metric-family';
import type { StoreTotals } from '../../store/peer-store.ts';
import type { TrackerFigures } from '../../tracker-figures.ts';

/** The tracker at one moment. */
export interface TrackerSnapshot extends TrackerFigures {
  /** Whether requests can be answered. */
  readonly ready: boolean;
  /** Undefined while the store is away. */
  readonly totals: StoreTotals | undefined;
}

/** A figure and how it is read. Labels have few values, all of them known here: no client can add one. */
export interface TrackerMetric extends Omit<MetricDescription, 'labels'> {
  readonly label?: string;
  /** By the value of the label; under any key where there is none. What stands under the empty text goes without the label. */
  read(tracker: TrackerSnapshot): Readonly<Record<string, number>>;
}

/** What Prometheus is told of a tracker beside the figures of its process. */
export const TRACKER_METRICS: readonly TrackerMetric[] = [
  {
    name: 'seedbed_tracker_requests_total',
    kind: 'counter',
    help: 'Requests by kind, refused ones included.',
    label: 'kind',
    read: ({ counters }) => ({ announce: counters.announces, scrape: counters.scrapes }),
  },
  {
    name: 'seedbed_tracker_announces_total',
    kind: 'counter',
    help: 'Announces that were answered, by event.',
    label: 'event',
    read: ({ counters }) => counters.events,
  },
  {
    name: 'seedbed_tracker_failures_total',
    kind: 'counter',
    help: 'Requests that were answered with a failure reason, by what was wrong.',
    label: 'reason',
    read: ({ counters }) => counters.failuresByKind,
  },
  {
    name: 'seedbed_tracker_turned_away_total',
    kind: 'counter',
    help: 'New peers that were answered, but not stored, because the store was full.',
    read: ({ counters }) => ({ all: counters.turnedAway }),
  },
  {
    name: 'seedbed_tracker_dropped_connections_total',
    kind: 'counter',
    help: 'Connections that were closed because there were too many.',
    read: ({ counters }) => ({ all: counters.droppedConnections }),
  },
  {
    name: 'seedbed_tracker_connects_total',
    kind: 'counter',
    help: 'Connection ids that were given out over UDP.',
    read: ({ counters }) => ({ all: counters.connects }),
  },
  {
    name: 'seedbed_tracker_unanswered_datagrams_total',
    kind: 'counter',
    help: 'Datagrams without an answer: a wrong connection id, no request at all, or no way out.',
    label: 'reason',
    read: ({ counters }) => ({
      'connection-id': counters.strangeConnectionIds,
      'no-request': counters.strangeDatagrams,
      dropped: counters.droppedDatagrams,
    }),
  },
  {
    name: 'seedbed_tracker_internal_errors_total',
    kind: 'counter',
    help: 'Faults of the tracker; each stands in its log.',
    read: ({ counters }) => ({ all: counters.internalErrors }),
  },
  {
    name: 'seedbed_tracker_lost_events_total',
    kind: 'counter',
    help: 'Announces that the log of events could not take.',
    read: ({ troubles }) => ({ all: troubles.eventsLost }),
  },
  {
    name: 'seedbed_tracker_state_failures_total',
    kind: 'counter',
    help: 'How often the swarms could not be written.',
    read: ({ troubles }) => ({ all: troubles.stateFailures }),
  },
  {
    name: 'seedbed_tracker_torrents',
    kind: 'gauge',
    help: 'Torrents.',
    read: ({ totals }) => (totals === undefined ? {} : { all: totals.torrents }),
  },
  {
    name: 'seedbed_tracker_peers',
    kind: 'gauge',
    help: 'Peers of all torrents, by role.',
    label: 'role',
    read: ({ totals }) => (totals === undefined ? {} : { seed: totals.seeds, leech: totals.leeches }),
  },
  {
    name: 'seedbed_tracker_ready',
    kind: 'gauge',
    help: '1 while requests can be answered, as /healthz tells it.',
    read: ({ ready }) => ({ all: ready ? 1 : 0 }),
  },
];
