import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** How busy the process is. */
export interface Load {
  /** The latest that the event loop came round since the last reading, ms. */
  readonly lateness: number;
  /** Share of one processor that was used since the last reading; more than 1 where threads helped. */
  readonly cpu: number;
}

/** Looks at the event loop so often, ms: what is shorter hides nothing that a limit of a link could notice. */
const RESOLUTION = 10;
const NS_PER_MS = 1e6;
const US_PER_MS = 1e3;

/** Measures how late the event loop of the process is, and how much of a processor it takes. */
export class LoadMeter {
  readonly #delays: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #now: () => number;
  #usage: NodeJS.CpuUsage = process.cpuUsage();
  #since: number;

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
    this.#delays.enable();
  }

  /** What it was since the last reading. */
  read(): Load {
    const now = this.#now();
    const { user, system } = process.cpuUsage(this.#usage);
    const cpu = (user + system) / US_PER_MS / Math.max(1, now - this.#since);
    // The histogram has whole intervals, and no largest one while it is empty.
    const longest = this.#delays.count === 0 ? 0 : this.#delays.max / NS_PER_MS;
    this.#usage = process.cpuUsage();
    this.#since = now;
    this.#delays.reset();
    return { lateness: Math.max(0, longest - RESOLUTION), cpu };
  }

  close(): void {
    this.#delays.disable();
  }
}
