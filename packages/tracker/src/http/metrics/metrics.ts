import { MetricFamily, type Sample } from '@seedbed/control/metric-family';
import { Registry } from 'prom-client';
import { StoreAwayError } from '../../store/remote-peer-store.ts';
import type { AppComponents } from '../create-app.ts';
import { PROCESS_METRICS } from './process-metrics.ts';
import { TRACKER_METRICS, type TrackerMetric, type TrackerSnapshot } from './tracker-metrics.ts';

/** Swarms that one look takes the peers out of whose time is over: the figures should hold no ghosts. */
const SWEPT_SWARMS = 10_000;

/** What Prometheus is told, in its text format. Everything is read when it asks; nothing is counted for it in between. */
export class Metrics {
  readonly #tracker: AppComponents;
  readonly #registry: Registry = new Registry();
  readonly #families = [...TRACKER_METRICS, ...PROCESS_METRICS].map((metric) => {
    const labels = metric.label === undefined ? [] : [metric.label];
    return { metric, family: new MetricFamily({ ...metric, labels }, this.#registry) };
  });

  constructor(tracker: AppComponents) {
    this.#tracker = tracker;
  }

  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    const snapshot = await this.#look();
    for (const { metric, family } of this.#families) family.put(samplesOf(metric, snapshot));
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #look(): Promise<TrackerSnapshot> {
    const { store, now, figures } = this.#tracker;
    const told = await figures();
    const ready = store.trouble?.() === undefined;
    try {
      await store.sweep(now(), SWEPT_SWARMS);
      return { ...told, ready, totals: await store.totals() };
    } catch (error) {
      // What is counted here is told also while nobody knows how many peers there are.
      if (error instanceof StoreAwayError) return { ...told, ready: false, totals: undefined };
      throw error;
    }
  }
}

function samplesOf({ label, read }: TrackerMetric, snapshot: TrackerSnapshot): readonly Sample[] {
  return Object.entries(read(snapshot)).map(([name, value]) =>
    label === undefined || name === '' ? { value } : { labels: { [label]: name }, value },
  );
}
