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

/** One figure in a registry. Its samples are put in anew each time somebody asks, so those of torrents that have left are gone. */
export class MetricFamily {
  readonly #metric: Counter | Gauge;

  constructor({ name, kind, help, labels = [] }: MetricDescription, registry: Registry) {
    const configuration = { name, help, labelNames: [...labels], registers: [registry] };
    this.#metric = kind === 'counter' ? new Counter(configuration) : new Gauge(configuration);
  }

  clear(): void {
    this.#metric.reset();
  }

  add({ labels = {}, value }: Sample): void {
    // What is counted elsewhere: from zero, to which `clear` has put it, to its value.
    this.#metric.inc(labels, value);
  }
}
