import { collectDefaultMetrics, Registry } from 'prom-client';
import { DAEMON_METRICS, type DaemonSource } from './daemon-metrics.ts';
import { MetricFamily } from './metric-family.ts';
import { TORRENT_METRICS } from './torrent-metrics.ts';

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
  readonly #source: DaemonSource;
  readonly #registry: Registry = new Registry();
  readonly #ofDaemon = DAEMON_METRICS.map((metric) => ({ metric, family: new MetricFamily(metric, this.#registry) }));
  readonly #ofTorrent = TORRENT_METRICS.map((metric) => {
    const labels = ['info_hash', ...(metric.labels ?? [])];
    return { metric, family: new MetricFamily({ ...metric, labels }, this.#registry) };
  });

  constructor(source: DaemonSource) {
    this.#source = source;
    this.contentType = this.#registry.contentType;
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    for (const { family } of [...this.#ofDaemon, ...this.#ofTorrent]) family.clear();
    for (const { metric, family } of this.#ofDaemon) {
      for (const sample of metric.samples(this.#source)) family.add(sample);
    }
    for (const torrent of this.#source.daemon.torrents.slice(0, MAX_TORRENTS)) {
      const { infoHashHex } = torrent.metainfo;
      const status = torrent.status();
      for (const { metric, family } of this.#ofTorrent) {
        for (const { labels, value } of metric.samples(status, torrent)) {
          family.add({ labels: { info_hash: infoHashHex, ...labels }, value });
        }
      }
    }
    return `${await this.#registry.metrics()}\n${await processRegistry().metrics()}`;
  }
}
