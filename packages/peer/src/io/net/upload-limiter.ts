import { TokenBucket } from '@seedbed/netem';
import { burstOf } from './burst-of.ts';

/** Waits for its turn; `cancel` when the connection is gone. */
export interface UploadTurn {
  cancel(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/**
 * The upload limit of a daemon. Each connection waits with at most one block, and turns are given in order of arrival,
 * so that the connections share the rate block by block.
 */
export class UploadLimiter {
  readonly #bucket: TokenBucket;
  readonly #now: () => number;
  readonly #queue = new Set<Waiting>();
  #timer: NodeJS.Timeout | undefined;

  /** @param rate bytes per second, `Infinity` for no limit */
  constructor(rate: number, now: () => number) {
    this.#bucket = new TokenBucket(rate, burstOf(rate), now());
    this.#now = now;
  }

  /** Answers `undefined` when the bytes may go now; otherwise `go` is called as soon as they may. */
  ask(bytes: number, go: () => void): UploadTurn | undefined {
    if (this.#bucket.rate === Number.POSITIVE_INFINITY) return undefined;
    // Nobody goes before those who wait already.
    const wait = this.#queue.size > 0 ? undefined : this.#bucket.take(bytes, this.#now());
    if (wait === 0) return undefined;
    const waiting = { bytes, go };
    this.#queue.add(waiting);
    if (wait !== undefined) this.#serveAfter(wait);
    return { cancel: () => this.#queue.delete(waiting) };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#queue.clear();
  }

  #serveAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#serve(), Math.ceil(ms));
  }

  #serve(): void {
    for (const waiting of this.#queue) {
      const wait = this.#bucket.take(waiting.bytes, this.#now());
      if (wait > 0) return this.#serveAfter(wait);
      this.#queue.delete(waiting);
      waiting.go();
    }
  }
}
