import { payloadRate, TokenBucket, wireBytes } from '@seedbed/netem';
import { burstOf } from './burst-of.ts';

/** Waits until its bytes may go; `cancel` when the connection is gone. */
export interface Turn {
  cancel(): void;
}

/** What stands around a limiter. */
export interface OuterLimiter {
  /** What comes through it of our own bytes, per second. */
  readonly narrowest: number;
  /** Answers `undefined` when the bytes may go now; otherwise `go` is called as soon as they may. */
  ask(bytes: number, go: () => void): Turn | undefined;
  /** The line carries these too, headers included, and nobody can hold them back. */
  charge(wire: number): void;
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
 *
 * A rate is that of a line: it counts frames with their headers. What can't wait, messages and the acknowledgements of
 * the other direction, is paid by those who wait, each of them as much as for itself at most. So a line that has to
 * acknowledge more than its rate still gives half of it to blocks: who gives nothing is given nothing.
 */
export class RateLimiter implements OuterLimiter {
  readonly #bucket: TokenBucket;
  readonly #now: () => number;
  readonly #outer: OuterLimiter | undefined;
  readonly #queue = new Set<Waiting>();
  #burst: number;
  /** What went without asking, and nobody has paid for yet: a burst at most. */
  #owed = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param rate bytes per second, `Infinity` for no limit; @param outer keeps this and others to a rate together */
  constructor(rate: number, now: () => number, outer?: OuterLimiter) {
    this.#burst = burstOf(rate);
    this.#bucket = new TokenBucket(rate, this.#burst, now());
    this.#now = now;
    this.#outer = outer;
  }

  /** Bytes per second. */
  get rate(): number {
    return this.#bucket.rate;
  }

  /** What comes through this and all around it of our own bytes, per second. */
  get narrowest(): number {
    return Math.min(payloadRate(this.rate), this.#outer?.narrowest ?? Number.POSITIVE_INFINITY);
  }

  /** Changes the rate for those who wait already too. @throws RangeError when it is not above 0 */
  setRate(rate: number): void {
    const burst = burstOf(rate);
    this.#bucket.setRate(rate, this.#now(), burst);
    this.#burst = burst;
    this.#owed = Math.min(this.#owed, burst);
    this.#serve();
  }

  /**
   * Answers `undefined` when the bytes may go now; otherwise `go` is called as soon as they may.
   *
   * @param bytes without the headers of their frames
   */
  ask(bytes: number, go: () => void): Turn | undefined {
    if (this.#bucket.rate === Number.POSITIVE_INFINITY) return this.#outer?.ask(bytes, go);
    // Nobody goes before those who wait already.
    const wait = this.#queue.size > 0 ? undefined : this.#take(bytes);
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

  charge(wire: number): void {
    if (this.#bucket.rate < Number.POSITIVE_INFINITY) this.#owed = Math.min(this.#burst, this.#owed + wire);
    this.#outer?.charge(wire);
  }

  /** Forgets those who wait. */
  close(): void {
    clearTimeout(this.#timer);
    this.#queue.clear();
  }

  /** Answers 0 when the bytes may go now; otherwise the ms to wait. */
  #take(bytes: number): number {
    const own = wireBytes(bytes);
    const others = Math.min(own, this.#owed);
    const wait = this.#bucket.take(own + others, this.#now());
    if (wait === 0) this.#owed -= others;
    return wait;
  }

  #serveAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#serve(), Math.min(LONGEST_WAIT, Math.ceil(ms)));
  }

  #serve(): void {
    clearTimeout(this.#timer);
    for (const waiting of this.#queue) {
      const wait = this.#take(waiting.bytes);
      if (wait > 0) return this.#serveAfter(wait);
      this.#queue.delete(waiting);
      waiting.outer = this.#outer?.ask(waiting.bytes, waiting.go);
      if (waiting.outer === undefined) waiting.go();
    }
  }
}
