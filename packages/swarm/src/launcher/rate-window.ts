interface Sample {
  readonly t: number;
  readonly bytes: number;
}

/** The rate of what arrived in the last `width` ms: steady enough to be read, quick enough to be true. */
export class RateWindow {
  readonly #width: number;
  #samples: Sample[] = [];

  constructor(width: number) {
    this.#width = width;
  }

  add(t: number, bytes: number): void {
    this.#samples.push({ t, bytes });
  }

  /** Bytes per second at the time `now`; `since` is when the first byte could have come. */
  rate(now: number, since: number): number {
    const begin = Math.max(since, now - this.#width);
    this.#samples = this.#samples.filter((sample) => sample.t > begin);
    const bytes = this.#samples.reduce((sum, sample) => sum + sample.bytes, 0);
    return now > begin ? (bytes * 1_000) / (now - begin) : 0;
  }
}
