import { Counter, Gauge, type Registry } from 'prom-client';

/** What a figure is called and means. */
export interface MetricDescription {
  /** With its unit at the end, as Prometheus wants it. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly labels?: readonly string[];
}

/** One value of a figure, told apart from others by its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One figure in a registry of Prometheus. It is counted elsewhere, and put in anew each time somebody asks. */
export class MetricFamily {
  readonly #metric: Counter | Gauge;
  readonly #isLabelled: boolean;

  constructor({ name, kind, help, labels = [] }: MetricDescription, registry: Registry) {
    const configuration = { name, help, labelNames: [...labels], registers: [registry] };
    this.#metric = kind === 'counter' ? new Counter(configuration) : new Gauge(configuration);
    this.#isLabelled = labels.length > 0;
  }

  /** Tells these, and nothing of what was told before. */
  put(samples: readonly Sample[]): void {
    this.#metric.reset();
    // What is not known is left out; `reset` makes it 0 where there is no label.
    if (!this.#isLabelled && samples.length === 0) this.#metric.remove();
    // From zero to what it is.
    for (const { labels = {}, value } of samples) this.#metric.inc(labels, value);
  }
}
