const FIRST_STEP = 20;

/**
 * Looks at something at even distances of time, at most some times over all: whenever there are twice as many samples as
 * wanted, every second one is given up and the distance doubles. So nobody has to know beforehand how long it takes.
 */
export class EvenSamples<T> {
  readonly #most: number;
  readonly #take: () => T;
  #samples: { readonly t: number; readonly value: T }[] = [];
  #step = FIRST_STEP;
  #next: number | undefined;

  constructor(most: number, take: () => T) {
    this.#most = most;
    this.#take = take;
  }

  /** To be told before each change, at its time: what was so until then is what the samples before it show. */
  advance(t: number): void {
    this.#next ??= t;
    while (this.#next <= t) {
      this.#samples.push({ t: this.#next, value: this.#take() });
      this.#next += this.#step;
      if (this.#samples.length >= 2 * this.#most) this.#thin();
    }
  }

  /** Those from `start` to `end`, which is sampled too; times since `start`. */
  between(start: number, end: number): readonly { readonly t: number; readonly value: T }[] {
    const inside = this.#samples.filter(({ t }) => t >= start && t < end);
    const stride = Math.ceil(inside.length / this.#most);
    const kept = inside.filter((_, index) => index % Math.max(1, stride) === 0);
    const last = this.#samples.findLast(({ t }) => t <= end)?.value ?? this.#take();
    return [...kept, { t: end, value: (this.#next ?? 0) <= end ? this.#take() : last }].map(({ t, value }) => ({
      t: Math.round(t - start),
      value,
    }));
  }

  #thin(): void {
    this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
    this.#step *= 2;
    this.#next = (this.#samples.at(-1)?.t ?? 0) + this.#step;
  }
}
