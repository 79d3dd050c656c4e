/** Longest time that a Node timer can wait, ms. */
const MAX_DELAY = 2 ** 31 - 1;

/**
 * One timer for the next time an engine wants to be woken. That time changes with almost every message and mostly moves
 * away, so a timer that comes too early is left alone and looks again when it fires.
 */
export class WakeTimer {
  readonly #now: () => number;
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;
  #wakeAt = Number.POSITIVE_INFINITY;

  constructor(now: () => number, wake: () => void) {
    this.#now = now;
    this.#wake = wake;
  }

  /** @param wakeAt ms of the same clock; Infinity for never */
  set(wakeAt: number): void {
    this.#wakeAt = wakeAt;
    if (wakeAt < this.#firesAt) this.#arm();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#wakeAt = Number.POSITIVE_INFINITY;
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#firesAt = this.#wakeAt;
    if (this.#wakeAt === Number.POSITIVE_INFINITY) return;
    const delay = Math.min(MAX_DELAY, Math.max(0, Math.ceil(this.#wakeAt - this.#now())));
    this.#timer = setTimeout(() => this.#fired(), delay);
  }

  #fired(): void {
    this.#firesAt = Number.POSITIVE_INFINITY;
    if (this.#now() < this.#wakeAt) return this.#arm();
    this.#wake();
  }
}
