import type { MetricDescription, Sample } from '@seedbed/control/metric-family';
import type { TorrentHandle } from '../../torrent-handle.ts';
import type { TorrentStatus } from '../../torrent-status.ts';

/** A figure that every torrent has; its samples carry the label `info_hash` too. */
export interface TorrentMetric extends MetricDescription {
  samples(status: TorrentStatus, torrent: TorrentHandle): readonly Sample[];
}

const one =
  (value: (status: TorrentStatus) => number) =>
  (status: TorrentStatus): readonly Sample[] => [{ value: value(status) }];

const bothWays =
  (message: 'choke' | 'unchoke') =>
  (_status: TorrentStatus, { chokes }: TorrentHandle): readonly Sample[] =>
    (['sent', 'received'] as const).map((direction) => ({
      labels: { direction },
      value: chokes[direction][message],
    }));

/** What Prometheus is told of each torrent. Bytes are of payload. */
export const TORRENT_METRICS: readonly TorrentMetric[] = [
  {
    name: 'seedbed_torrent_info',
    kind: 'gauge',
    help: 'Always 1; leads from the info hash to the name.',
    labels: ['name'],
    samples: ({ name }) => [{ labels: { name }, value: 1 }],
  },
  {
    name: 'seedbed_torrent_downloaded_bytes_total',
    kind: 'counter',
    help: 'Payload received.',
    samples: one(({ downloaded }) => downloaded),
  },
  {
    name: 'seedbed_torrent_uploaded_bytes_total',
    kind: 'counter',
    help: 'Payload sent.',
    samples: one(({ uploaded }) => uploaded),
  },
  {
    name: 'seedbed_torrent_wasted_bytes_total',
    kind: 'counter',
    help: 'Payload received in vain: duplicates of end game, pieces that failed their hash.',
    samples: one(({ wasted }) => wasted),
  },
  {
    name: 'seedbed_torrent_left_bytes',
    kind: 'gauge',
    help: 'Bytes of the wanted files that are missing.',
    samples: one(({ left }) => left),
  },
  {
    name: 'seedbed_torrent_download_rate_bytes_per_second',
    kind: 'gauge',
    help: 'Average over the last 20 s.',
    samples: one(({ downloadRate }) => downloadRate),
  },
  {
    name: 'seedbed_torrent_upload_rate_bytes_per_second',
    kind: 'gauge',
    help: 'Average over the last 20 s.',
    samples: one(({ uploadRate }) => uploadRate),
  },
  {
    name: 'seedbed_torrent_peers',
    kind: 'gauge',
    help: 'Connections.',
    samples: one(({ peers }) => peers),
  },
  {
    name: 'seedbed_torrent_pieces',
    kind: 'gauge',
    help: 'Pieces of the torrent.',
    samples: one(({ pieces }) => pieces),
  },
  {
    name: 'seedbed_torrent_verified_pieces',
    kind: 'gauge',
    help: 'Pieces that are verified and on disk.',
    samples: one(({ have }) => have),
  },
  {
    name: 'seedbed_torrent_chokes_total',
    kind: 'counter',
    help: 'How often peers were choked, by us (sent) and by them (received).',
    labels: ['direction'],
    samples: bothWays('choke'),
  },
  {
    name: 'seedbed_torrent_unchokes_total',
    kind: 'counter',
    help: 'How often peers were unchoked, by us (sent) and by them (received).',
    labels: ['direction'],
    samples: bothWays('unchoke'),
  },
];
