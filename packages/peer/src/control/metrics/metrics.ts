import { MetricFamily, type Sample } from '@seedbed/control/metric-family';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { TorrentHandle } from '../../torrent-handle.ts';
import type { TorrentStatus } from '../../torrent-status.ts';
import type { ControlledDaemon } from '../controlled-daemon.ts';
import type { EventStreams } from '../event-streams.ts';
import { health } from '../health.ts';
import { DAEMON_METRICS, type DaemonFigures } from './daemon-metrics.ts';
import { TORRENT_METRICS, type TorrentMetric } from './torrent-metrics.ts';

/** Torrents with figures of their own, the oldest first; all are in the totals. Each makes some fifteen lines. */
const MAX_TORRENTS = 500;
/** How often the delay of the event loop is looked at, ms: the usual 10 would wake an idle daemon for nothing. */
const LAG_RESOLUTION = 100;

/** Memory, processor time and the lag of the event loop are of the process, however many daemons are in it. */
let ofProcess: Registry | undefined;

const processRegistry = (): Registry => {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess, eventLoopMonitoringPrecision: LAG_RESOLUTION });
  }
  return ofProcess;
};

/** What Prometheus is told. Everything is read when it asks, nothing is counted in between. */
export class Metrics {
  readonly contentType: string;
  readonly #daemon: ControlledDaemon;
  readonly #streams: EventStreams;
  readonly #registry: Registry = new Registry();
  readonly #ofDaemon = DAEMON_METRICS.map((metric) => ({ metric, family: new MetricFamily(metric, this.#registry) }));
  readonly #ofTorrent = TORRENT_METRICS.map((metric) => {
    const labels = ['info_hash', ...(metric.labels ?? [])];
    return { metric, family: new MetricFamily({ ...metric, labels }, this.#registry) };
  });
  /** Who asks while another is answered waits: the registry holds the figures of one moment. */
  #answered: Promise<unknown> = Promise.resolve();

  constructor(daemon: ControlledDaemon, streams: EventStreams) {
    this.#daemon = daemon;
    this.#streams = streams;
    this.contentType = this.#registry.contentType;
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    const text = this.#answered.then(() => this.#write());
    // Whoever asked is told when it goes wrong, and the next one is answered all the same.
    this.#answered = text.catch(() => {});
    return text;
  }

  async #write(): Promise<string> {
    const figures = this.#figures();
    for (const { metric, family } of this.#ofDaemon) family.put(metric.samples(figures));
    const torrents = this.#daemon.torrents
      .slice(0, MAX_TORRENTS)
      .map((torrent) => [torrent, torrent.status()] as const);
    for (const { metric, family } of this.#ofTorrent) {
      family.put(torrents.flatMap(([torrent, status]) => samplesOf(metric, torrent, status)));
    }
    return `${await this.#registry.metrics()}\n${await processRegistry().metrics()}`;
  }

  #figures(): DaemonFigures {
    const { size: eventStreams, lost: eventsLost } = this.#streams;
    const { torrents: stages } = health(false, this.#daemon.status()).body;
    return { ...this.#daemon.usage(), limits: this.#daemon.limits, stages, eventStreams, eventsLost };
  }
}

function samplesOf(metric: TorrentMetric, torrent: TorrentHandle, status: TorrentStatus): readonly Sample[] {
  const { infoHashHex } = torrent.metainfo;
  return metric
    .samples(status, torrent)
    .map(({ labels, value }) => ({ labels: { info_hash: infoHashHex, ...labels }, value }));
}
