import type { NumberList, NumberReader } from './number-list.ts';

/** How fast what is old is forgotten, ms: two seconds smooth single blocks and still show a choke at once. */
const DECAY_MS = 2_000;

/**
 * Bytes per second, of which old ones count less and less. What it says depends on what it was told alone, not on the order:
 * what a peer sends is told by all who receive it, and live one of them is heard later than another.
 */
export class DecayingRate {
  #value = 0;
  #at = 0;

  add(bytes: number, now: number): void {
    const latest = Math.max(now, this.#at);
    const share = Math.exp((now - latest) / DECAY_MS);
    this.#value = this.at(latest) + (share * bytes * 1_000) / DECAY_MS;
    this.#at = latest;
  }

  /** Bytes per second at a time, ms. */
  at(now: number): number {
    return this.#value === 0 ? 0 : this.#value * Math.exp((this.#at - Math.max(now, this.#at)) / DECAY_MS);
  }

  /** Nothing moves any more: what was is forgotten at once. */
  stop(): void {
    this.#value = 0;
  }

  save(into: NumberList): void {
    into.push(this.#value, this.#at);
  }

  restore(from: NumberReader): void {
    this.#value = from.take();
    this.#at = from.take();
  }
}
