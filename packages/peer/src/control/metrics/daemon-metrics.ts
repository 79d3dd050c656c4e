import type { ControlledDaemon } from '../controlled-daemon.ts';
import type { EventStreams } from '../event-streams.ts';
import { health } from '../health.ts';
import type { MetricDescription, Sample } from './metric-family.ts';

/** Where the figures of a daemon come from. */
export interface DaemonSource {
  readonly daemon: ControlledDaemon;
  readonly streams: EventStreams;
}

/** A figure of the daemon as a whole. */
export interface DaemonMetric extends MetricDescription {
  samples(source: DaemonSource): readonly Sample[];
}

const one =
  (value: (source: DaemonSource) => number) =>
  (source: DaemonSource): readonly Sample[] => [{ value: value(source) }];

/** What Prometheus is told of the daemon. Totals hold what torrents have moved that have left since. */
export const DAEMON_METRICS: readonly DaemonMetric[] = [
  {
    name: 'seedbed_torrents',
    kind: 'gauge',
    help: 'Torrents by what they are doing.',
    labels: ['stage'],
    samples: ({ daemon }) =>
      Object.entries(health('', daemon.status()).body.torrents).map(([stage, value]) => ({ labels: { stage }, value })),
  },
  {
    name: 'seedbed_downloaded_bytes_total',
    kind: 'counter',
    help: 'Payload received.',
    samples: one(({ daemon }) => daemon.usage().downloaded),
  },
  {
    name: 'seedbed_uploaded_bytes_total',
    kind: 'counter',
    help: 'Payload sent.',
    samples: one(({ daemon }) => daemon.usage().uploaded),
  },
  {
    name: 'seedbed_wasted_bytes_total',
    kind: 'counter',
    help: 'Payload received in vain.',
    samples: one(({ daemon }) => daemon.usage().wasted),
  },
  {
    name: 'seedbed_connections',
    kind: 'gauge',
    help: 'Connections, dials and handshakes under way included.',
    samples: one(({ daemon }) => daemon.usage().connections),
  },
  {
    name: 'seedbed_unfinished_bytes',
    kind: 'gauge',
    help: 'Unfinished pieces in memory.',
    samples: one(({ daemon }) => daemon.usage().unfinishedBytes),
  },
  {
    name: 'seedbed_read_cache_bytes',
    kind: 'gauge',
    help: 'What is kept of the content that was read for peers.',
    samples: one(({ daemon }) => daemon.usage().cachedBytes),
  },
  {
    name: 'seedbed_open_files',
    kind: 'gauge',
    help: 'Files of content that are open.',
    samples: one(({ daemon }) => daemon.usage().openFiles),
  },
  {
    name: 'seedbed_upload_limit_bytes_per_second',
    kind: 'gauge',
    help: 'Limit of all torrents together; +Inf is none.',
    samples: one(({ daemon }) => daemon.limits.upload),
  },
  {
    name: 'seedbed_download_limit_bytes_per_second',
    kind: 'gauge',
    help: 'Limit of all torrents together; +Inf is none.',
    samples: one(({ daemon }) => daemon.limits.download),
  },
  {
    name: 'seedbed_event_streams',
    kind: 'gauge',
    help: 'Clients that read /api/events.',
    samples: one(({ streams }) => streams.size),
  },
  {
    name: 'seedbed_events_lost_total',
    kind: 'counter',
    help: 'Events that clients of /api/events were too slow for.',
    samples: one(({ streams }) => streams.lost),
  },
];
