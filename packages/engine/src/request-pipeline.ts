import { BLOCK_LENGTH } from '@seedbed/protocol';
import { RateEstimator } from './rate-estimator.ts';
import { WindowedMinimum } from './windowed-minimum.ts';

/** Half a second of requests beyond the round trip: enough that a busy sender never waits for us. */
const SPARE = 500;

/**
 * The requests in flight to one peer, and how many there should be.
 *
 * The depth is the rate times the *smallest* recent time from request to block. The mean would contain the queue that
 * we made ourselves, so that the depth would feed on itself and creep up.
 */
export class RequestPipeline {
  readonly #inFlight = new Map<number, number>();
  readonly #rate = new RateEstimator(2_000, 20);
  readonly #delay = new WindowedMinimum(30_000);
  readonly #least: number;
  readonly #most: number;

  constructor(limits: { readonly minRequests: number; readonly maxRequests: number }) {
    this.#least = limits.minRequests;
    this.#most = limits.maxRequests;
  }

  get size(): number {
    return this.#inFlight.size;
  }

  /** Block numbers asked for, the oldest first. */
  blocks(): number[] {
    return [...this.#inFlight.keys()];
  }

  has(block: number): boolean {
    return this.#inFlight.has(block);
  }

  asked(block: number, now: number): void {
    this.#inFlight.set(block, now);
  }

  /** The block came, or nobody waits for it any more. */
  drop(block: number): boolean {
    return this.#inFlight.delete(block);
  }

  /** A block that was asked for has come. */
  arrived(block: number, length: number, now: number): void {
    const askedAt = this.#inFlight.get(block);
    if (askedAt !== undefined) this.#delay.add(now - askedAt, now);
    this.#inFlight.delete(block);
    this.#rate.add(length, now);
  }

  /** How many requests should be in flight. */
  depth(now: number): number {
    const delay = this.#delay.value(now) ?? 0;
    const blocks = (this.#rate.rate(now) * (delay + SPARE)) / 1000 / BLOCK_LENGTH;
    return Math.max(this.#least, Math.min(this.#most, Math.ceil(blocks)));
  }
}
