/**
 * The smallest value of a recent stretch of time, kept as two halves: the value may be up to half a window older or
 * younger than asked, and costs no list.
 */
export class WindowedMinimum {
  readonly #half: number;
  #current = Number.POSITIVE_INFINITY;
  #previous = Number.POSITIVE_INFINITY;
  #turnsAt = Number.NEGATIVE_INFINITY;

  /** @param window ms */
  constructor(window: number) {
    this.#half = window / 2;
  }

  add(value: number, now: number): void {
    this.#turn(now);
    if (value < this.#current) this.#current = value;
  }

  /** The minimum, or `undefined` when nothing was added lately. */
  value(now: number): number | undefined {
    this.#turn(now);
    const least = Math.min(this.#current, this.#previous);
    return Number.isFinite(least) ? least : undefined;
  }

  #turn(now: number): void {
    if (now < this.#turnsAt) return;
    const stale = now >= this.#turnsAt + this.#half;
    this.#previous = stale ? Number.POSITIVE_INFINITY : this.#current;
    this.#current = Number.POSITIVE_INFINITY;
    this.#turnsAt = now + this.#half;
  }
}
