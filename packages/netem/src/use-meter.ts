import { LINK_BURST } from './link-burst.ts';
import type { LinkUse } from './link-use.ts';

/** Time in which a link had work; `end` is when it will have paid for what it has let through. */
interface Stretch {
  readonly begin: number;
  end: number;
  bytes: number;
}

/**
 * Counts what one direction of a link lets through, and how long it had work without a pause. A link has work while it is
 * in debt for bytes that it let through, or bytes wait. A pause that is shorter than the burst makes up for is none.
 *
 * The bytes are those that were let through, not those that the rate says: so a limiter that leaks, or a timer that comes
 * later than the burst makes up for, shows.
 */
export class UseMeter {
  #rate: number;
  #bytes = 0;
  #stretch: Stretch | undefined;
  /** Bytes since the end of the stretch that have brought no debt yet. */
  #after = 0;
  #busy = 0;
  #busyBytes = 0;
  #longest = { time: 0, bytes: 0 };

  /** @param rate bytes per second */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Bytes have passed that nothing is owed for. */
  passed(bytes: number): void {
    this.#bytes += bytes;
  }

  /**
   * Bytes have left.
   *
   * @param owed ms until they are paid for; 0 when the burst had room for them
   * @param waited whether they had to wait for their turn: then there was no pause, however late it is
   */
  left(bytes: number, now: number, owed: number, waited: boolean): void {
    this.#bytes += bytes;
    const stretch = this.#stretch;
    const goesOn = stretch !== undefined && (waited || now - stretch.end <= LINK_BURST);
    if (stretch !== undefined && goesOn) {
      this.#after += bytes;
      if (owed > 0 || waited) this.#prolong(stretch, now + owed);
      return;
    }
    this.#close(now);
    // What the rest before it has saved up is no rate.
    if (owed > 0) this.#stretch = { begin: now, end: now + owed, bytes: (owed * this.#rate) / 1_000 };
  }

  /** The rate is another one from now on. */
  setRate(rate: number, now: number): void {
    this.#close(now);
    this.#rate = rate;
  }

  use(now: number): LinkUse {
    const { time, bytes } = this.#served(now);
    return {
      bytes: this.#bytes,
      busy: this.#busy + time,
      busyBytes: this.#busyBytes + bytes,
      longest: time > this.#longest.time ? { time, bytes } : this.#longest,
    };
  }

  #prolong(stretch: Stretch, end: number): void {
    stretch.end = Math.max(stretch.end, end);
    stretch.bytes += this.#after;
    this.#after = 0;
  }

  #close(now: number): void {
    const { time, bytes } = this.#served(now);
    this.#busy += time;
    this.#busyBytes += bytes;
    if (time > this.#longest.time) this.#longest = { time, bytes };
    this.#stretch = undefined;
    this.#after = 0;
  }

  /** The stretch so far, without what is still owed for. */
  #served(now: number): { readonly time: number; readonly bytes: number } {
    if (this.#stretch === undefined) return { time: 0, bytes: 0 };
    const { begin, end, bytes } = this.#stretch;
    const owed = Math.max(0, end - now);
    return { time: end - owed - begin, bytes: bytes - (owed * this.#rate) / 1_000 };
  }
}
