/**
 * Rolling average of a flow of bytes over a window of equal slots. BEP 3 ranks peers by "a 20-second rolling average".
 *
 * A flow that began within the window is divided by its own age (at least one slot), so that a new peer is not judged
 * by the time before it spoke.
 */
export class RateEstimator {
  readonly #slots: Float64Array;
  readonly #slotLength: number;
  #slot = 0;
  #sum = 0;
  #since = 0;

  /** @param window length of the average, ms. @param slotCount parts it moves on by. */
  constructor(window: number, slotCount: number) {
    this.#slots = new Float64Array(slotCount);
    this.#slotLength = window / slotCount;
  }

  /** Counts `bytes` that moved at `now`. */
  add(bytes: number, now: number): void {
    this.#moveTo(now);
    if (this.#sum === 0) this.#since = now;
    const at = this.#slot % this.#slots.length;
    this.#slots[at] = (this.#slots[at] ?? 0) + bytes;
    this.#sum += bytes;
  }

  /** Bytes per second. */
  rate(now: number): number {
    this.#moveTo(now);
    const window = this.#slotLength * this.#slots.length;
    const age = Math.min(window, Math.max(this.#slotLength, now - this.#since));
    return (this.#sum * 1000) / age;
  }

  #moveTo(now: number): void {
    const slot = Math.floor(now / this.#slotLength);
    if (slot <= this.#slot) return;
    const expired = Math.min(slot - this.#slot, this.#slots.length);
    for (let step = 1; step <= expired; step++) {
      const at = (this.#slot + step) % this.#slots.length;
      this.#sum -= this.#slots[at] ?? 0;
      this.#slots[at] = 0;
    }
    this.#slot = slot;
  }
}
