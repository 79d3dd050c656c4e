import type { MetricDescription, Sample } from '@seedbed/control/metric-family';
import type { DaemonUsage } from '../../daemon-usage.ts';
import type { RateLimits } from '../../rate-limits.ts';
import type { TorrentStage } from '../../torrent-status.ts';

/** The figures of a daemon at one moment. */
export interface DaemonFigures extends DaemonUsage {
  readonly stages: Readonly<Record<TorrentStage, number>>;
  readonly limits: RateLimits;
  /** Clients that read events, and the events that were lost by them. */
  readonly eventStreams: number;
  readonly eventsLost: number;
}

/** A figure of the daemon as a whole. */
export interface DaemonMetric extends MetricDescription {
  samples(figures: DaemonFigures): readonly Sample[];
}

const one =
  (value: (figures: DaemonFigures) => number) =>
  (figures: DaemonFigures): readonly Sample[] => [{ value: value(figures) }];

/** What Prometheus is told of the daemon. Totals hold what torrents have moved that have left since. */
export const DAEMON_METRICS: readonly DaemonMetric[] = [
  {
    name: 'seedbed_torrents',
    kind: 'gauge',
    help: 'Torrents by what they are doing.',
    labels: ['stage'],
    samples: ({ stages }) => Object.entries(stages).map(([stage, value]) => ({ labels: { stage }, value })),
  },
  {
    name: 'seedbed_downloaded_bytes_total',
    kind: 'counter',
    help: 'Payload received.',
    samples: one(({ downloaded }) => downloaded),
  },
  {
    name: 'seedbed_uploaded_bytes_total',
    kind: 'counter',
    help: 'Payload sent.',
    samples: one(({ uploaded }) => uploaded),
  },
  {
    name: 'seedbed_wasted_bytes_total',
    kind: 'counter',
    help: 'Payload received in vain.',
    samples: one(({ wasted }) => wasted),
  },
  {
    name: 'seedbed_connections',
    kind: 'gauge',
    help: 'Connections, dials and handshakes under way included.',
    samples: one(({ connections }) => connections),
  },
  {
    name: 'seedbed_peer_buffer_bytes',
    kind: 'gauge',
    help: 'What is held for peers: not sent yet, or received and not looked at.',
    samples: one(({ peerBufferBytes }) => peerBufferBytes),
  },
  {
    name: 'seedbed_unfinished_bytes',
    kind: 'gauge',
    help: 'Unfinished pieces in memory.',
    samples: one(({ unfinishedBytes }) => unfinishedBytes),
  },
  {
    name: 'seedbed_read_cache_bytes',
    kind: 'gauge',
    help: 'What is kept of the content that was read for peers.',
    samples: one(({ cachedBytes }) => cachedBytes),
  },
  {
    name: 'seedbed_open_files',
    kind: 'gauge',
    help: 'Files of content that are open.',
    samples: one(({ openFiles }) => openFiles),
  },
  {
    name: 'seedbed_upload_limit_bytes_per_second',
    kind: 'gauge',
    help: 'Limit of all torrents together; +Inf is none.',
    samples: one(({ limits }) => limits.upload),
  },
  {
    name: 'seedbed_download_limit_bytes_per_second',
    kind: 'gauge',
    help: 'Limit of all torrents together; +Inf is none.',
    samples: one(({ limits }) => limits.download),
  },
  {
    name: 'seedbed_event_streams',
    kind: 'gauge',
    help: 'Clients that read /api/events.',
    samples: one(({ eventStreams }) => eventStreams),
  },
  {
    name: 'seedbed_events_lost_total',
    kind: 'counter',
    help: 'Events that clients of /api/events were too slow for.',
    samples: one(({ eventsLost }) => eventsLost),
  },
];
