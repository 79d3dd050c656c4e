import { TokenBucket } from '@seedbed/netem';
import { burstOf } from './burst-of.ts';

/** Waits until its bytes may go; `cancel` when the connection is gone. */
export interface Turn {
  cancel(): void;
}

/** What stands around a limiter. */
export interface OuterLimiter {
  /** What comes through it, bytes per second. */
  readonly narrowest: number;
  /** Answers `undefined` when the bytes may go now; otherwise `go` is called as soon as they may. */
  ask(bytes: number, go: () => void): Turn | undefined;
}

/** Longest time that a Node timer can wait, ms; a debt at one byte per second may take longer. */
const LONGEST_WAIT = 2 ** 31 - 1;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
  /** The same wait at the outer limiter, once this one has let it go. */
  outer: Turn | undefined;
}

/**
 * Keeps the bytes of many connections to a rate, in one direction. Each connection waits with one block or chunk at
 * most, and turns are given in order of arrival, so that the connections share the rate.
 *
 * Limiters stand one inside the other: what the limit of a torrent lets go waits for its turn under the limit of the
 * daemon then. So each keeps to both, and a torrent that waits for its own limit holds up no other.
 */
export class RateLimiter implements OuterLimiter {
  readonly #bucket: TokenBucket;
  readonly #now: () => number;
  readonly #outer: OuterLimiter | undefined;
  readonly #queue = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;

  /** @param rate bytes per second, `Infinity` for no limit; @param outer keeps this and others to a rate together */
  constructor(rate: number, now: () => number, outer?: OuterLimiter) {
    this.#bucket = new TokenBucket(rate, burstOf(rate), now());
    this.#now = now;
    this.#outer = outer;
  }

  /** Bytes per second. */
  get rate(): number {
    return this.#bucket.rate;
  }

  /** What comes through this and all around it, bytes per second. */
  get narrowest(): number {
    return Math.min(this.rate, this.#outer?.narrowest ?? Number.POSITIVE_INFINITY);
  }

  /** Changes the rate for those who wait already too. @throws RangeError when it is not above 0 */
  setRate(rate: number): void {
    this.#bucket.setRate(rate, this.#now(), burstOf(rate));
    this.#serve();
  }

  /** Answers `undefined` when the bytes may go now; otherwise `go` is called as soon as they may. */
  ask(bytes: number, go: () => void): Turn | undefined {
    if (this.#bucket.rate === Number.POSITIVE_INFINITY) return this.#outer?.ask(bytes, go);
    // Nobody goes before those who wait already.
    const wait = this.#queue.size > 0 ? undefined : this.#bucket.take(bytes, this.#now());
    if (wait === 0) return this.#outer?.ask(bytes, go);
    const waiting: Waiting = { bytes, go, outer: undefined };
    this.#queue.add(waiting);
    if (wait !== undefined) this.#serveAfter(wait);
    return {
      cancel: () => {
        this.#queue.delete(waiting);
        waiting.outer?.cancel();
      },
    };
  }

  /** Forgets those who wait. */
  close(): void {
    clearTimeout(this.#timer);
    this.#queue.clear();
  }

  #serveAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#serve(), Math.min(LONGEST_WAIT, Math.ceil(ms)));
  }

  #serve(): void {
    clearTimeout(this.#timer);
    for (const waiting of this.#queue) {
      const wait = this.#bucket.take(waiting.bytes, this.#now());
      if (wait > 0) return this.#serveAfter(wait);
      this.#queue.delete(waiting);
      waiting.outer = this.#outer?.ask(waiting.bytes, waiting.go);
      if (waiting.outer === undefined) waiting.go();
    }
  }
}
