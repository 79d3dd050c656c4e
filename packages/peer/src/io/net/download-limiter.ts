import { TokenBucket } from '@seedbed/netem';
import { burstOf } from './burst-of.ts';

/**
 * The download limit of a daemon. What has arrived cannot be sent back, so a connection that received something waits
 * until it is paid for before it reads on. Each waits behind the debts of those before it: they take turns.
 */
export class DownloadLimiter {
  readonly #bucket: TokenBucket;
  readonly #now: () => number;

  /** @param rate bytes per second, `Infinity` for no limit */
  constructor(rate: number, now: () => number) {
    this.#bucket = new TokenBucket(rate, burstOf(rate), now());
    this.#now = now;
  }

  /** Counts bytes that were received. Answers the ms for which their connection is not to be read. */
  received(bytes: number): number {
    if (this.#bucket.rate === Number.POSITIVE_INFINITY) return 0;
    return this.#bucket.spend(bytes, this.#now());
  }
}
