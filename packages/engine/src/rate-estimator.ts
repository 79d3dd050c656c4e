/**
 * Rolling average of a flow of bytes over a window of equal slots. BEP 3 ranks peers by "a 20-second rolling average".
 *
 * The bytes are divided by the time that the slots cover, and never by time before the flow began (but by one slot at
 * least): a new peer is not judged by the time before it came. A flow that pauses is: silence counts as silence.
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

  /** The flow may begin now. Without effect while bytes of the last window are counted. */
  begin(now: number): void {
    this.#moveTo(now);
    if (this.#sum === 0) this.#since = now;
  }

  /** Counts `bytes` that moved at `now`. */
  add(bytes: number, now: number): void {
    this.#moveTo(now);
    const at = this.#slot % this.#slots.length;
    this.#slots[at] = (this.#slots[at] ?? 0) + bytes;
    this.#sum += bytes;
  }

  /** Bytes per second. */
  rate(now: number): number {
    this.#moveTo(now);
    if (this.#sum === 0) return 0;
    const oldestSlot = (this.#slot - this.#slots.length + 1) * this.#slotLength;
    const covered = Math.max(this.#slotLength, now - Math.max(this.#since, oldestSlot));
    return (this.#sum * 1000) / covered;
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
