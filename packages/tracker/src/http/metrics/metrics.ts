import { Counter, Gauge, Registry } from 'prom-client';
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
  readonly #figures: ((tracker: TrackerSnapshot) => void)[] = [];

  constructor(tracker: AppComponents) {
    this.#tracker = tracker;
    for (const metric of [...TRACKER_METRICS, ...PROCESS_METRICS]) {
      this.#figures.push(register(metric, this.#registry));
    }
  }

  async read(): Promise<{ readonly contentType: string; readonly text: string }> {
    const snapshot = await this.#look();
    for (const figure of this.#figures) figure(snapshot);
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

/** Makes a metric; what is given puts it to the figures of a look. */
function register(
  { name, kind, help, label, read }: TrackerMetric,
  registry: Registry,
): (tracker: TrackerSnapshot) => void {
  const configuration = { name, help, labelNames: label === undefined ? [] : [label], registers: [registry] };
  const metric: Counter | Gauge = kind === 'counter' ? new Counter(configuration) : new Gauge(configuration);
  return (tracker) => {
    metric.reset();
    const values = Object.entries(read(tracker));
    // What is not known is left out; `reset` makes it 0 where there is no label.
    if (label === undefined && values.length === 0) metric.remove();
    // From zero to what is counted elsewhere.
    for (const [value, number] of values) {
      if (label === undefined || value === '') metric.inc(number);
      else metric.inc({ [label]: value }, number);
    }
  };
}
