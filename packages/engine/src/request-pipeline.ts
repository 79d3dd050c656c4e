import { BLOCK_LENGTH } from '@seedbed/protocol';
import { RateEstimator } from './rate-estimator.ts';

/** Half a second of requests beyond the round trip: enough that a busy sender never waits for us. */
const SPARE = 500;

/** What a sender is asked for in advance follows its rate within this time, ms. */
const RATE_WINDOW = 2_000;

/** A smaller delay that was measured is believed for this long, ms. */
const DELAY_WINDOW = 30_000;

/** No path is longer, ms: a first block that took more had to wait for something else. */
const LONGEST_DELAY = 2_000;

/**
 * The requests in flight to one peer, and how many there should be: the rate times the time from request to block.
 *
 * That time is taken from requests that found the pipeline empty, the smallest of the last half minute, until a newer
 * one is known. Any other would contain the queue that we made ourselves, also the smallest one of many, because that
 * queue never empties: the depth would feed on itself and creep up.
 */
export class RequestPipeline {
  readonly #inFlight = new Set<number>();
  readonly #rate = new RateEstimator(RATE_WINDOW, 20);
  readonly #least: number;
  readonly #most: number;
  /** The block whose delay is being measured. */
  #probe: { readonly block: number; readonly askedAt: number } | undefined;
  #delay = 0;
  #delayMeasuredAt = Number.NEGATIVE_INFINITY;

  constructor(limits: { readonly minRequests: number; readonly maxRequests: number }) {
    this.#least = limits.minRequests;
    this.#most = limits.maxRequests;
  }

  get size(): number {
    return this.#inFlight.size;
  }

  /** Block numbers asked for, the oldest first. */
  blocks(): number[] {
    return [...this.#inFlight];
  }

  has(block: number): boolean {
    return this.#inFlight.has(block);
  }

  asked(block: number, now: number): void {
    if (this.#inFlight.size === 0) {
      this.#probe = { block, askedAt: now };
      this.#rate.begin(now);
    }
    this.#inFlight.add(block);
  }

  /** Nobody waits for the block any more. Answers whether somebody did. */
  drop(block: number): boolean {
    if (this.#probe?.block === block) this.#probe = undefined;
    return this.#inFlight.delete(block);
  }

  /** A block has come; it may have been dropped before. */
  arrived(block: number, length: number, now: number): void {
    if (this.#probe?.block === block) this.#measured(now - this.#probe.askedAt, now);
    this.drop(block);
    this.#rate.add(length, now);
  }

  /** How many requests should be in flight. */
  depth(now: number): number {
    const blocks = (this.#rate.rate(now) * (this.#delay + SPARE)) / 1000 / BLOCK_LENGTH;
    return Math.max(this.#least, Math.min(this.#most, Math.ceil(blocks)));
  }

  /** Blocks that the peer sends within `time` ms at the rate of late; Infinity while none has come of late to tell it. */
  within(time: number, now: number): number {
    const rate = this.#rate.rate(now);
    return rate === 0 ? Number.POSITIVE_INFINITY : (rate * time) / 1000 / BLOCK_LENGTH;
  }

  #measured(delay: number, now: number): void {
    const isLarger = delay >= this.#delay;
    if (isLarger && now - this.#delayMeasuredAt < DELAY_WINDOW) return;
    this.#delay = Math.min(delay, LONGEST_DELAY);
    this.#delayMeasuredAt = now;
  }
}
