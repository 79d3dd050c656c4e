/** Rounding may leave a hair's breadth of debt after the time that `take` named has passed; it is not worth another wait. */
const ALMOST_NOTHING = 1e-6;

/**
 * Limits bytes to a rate. Tokens are bytes that may go; they grow with time up to the burst.
 *
 * A block goes whole as soon as no debt is left, and takes the tokens into debt: so one that is larger than the burst is
 * never stuck. Over any time T at most `burst + rate x T + one block` bytes go.
 *
 * Pure: time is an argument, in ms of any monotonic clock.
 */
export class TokenBucket {
  #rate: number;
  #burst: number;
  #tokens: number;
  #at: number;

  /**
   * @param rate bytes per second, `Infinity` for no limit
   * @param burst bytes that may go at once after a rest
   * @throws RangeError when the rate is not above 0 or the burst below 0
   */
  constructor(rate: number, burst: number, now: number) {
    this.#rate = positive(rate);
    this.#burst = notNegative(burst);
    this.#tokens = burst;
    this.#at = now;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Takes the bytes if they may go now and answers 0; otherwise takes nothing and answers the ms to wait. */
  take(bytes: number, now: number): number {
    if (this.#rate === Number.POSITIVE_INFINITY) return 0;
    this.#refill(now);
    if (this.#debt() > 0) return this.#repayment();
    this.#tokens -= bytes;
    return 0;
  }

  /** Takes bytes that have gone already, and answers the ms after which the debt is paid: 0 when there is none. */
  spend(bytes: number, now: number): number {
    if (this.#rate === Number.POSITIVE_INFINITY) return 0;
    this.#refill(now);
    this.#tokens -= bytes;
    return this.#repayment();
  }

  /**
   * Changes the rate from now on, and the burst with it where one is given; a debt stays and is paid at the new rate.
   *
   * @throws RangeError as the constructor
   */
  setRate(rate: number, now: number, burst: number = this.#burst): void {
    this.#refill(now);
    this.#rate = positive(rate);
    this.#burst = notNegative(burst);
    // Nothing was counted while there was no limit: begin with a rested bucket, not with an infinite one.
    this.#tokens = Math.min(this.#tokens, this.#burst);
  }

  #refill(now: number): void {
    const elapsed = Math.max(0, now - this.#at);
    this.#at = Math.max(this.#at, now);
    // No time at an infinite rate is no token, not `NaN`.
    if (elapsed > 0) this.#tokens = Math.min(this.#burst, this.#tokens + (this.#rate * elapsed) / 1000);
  }

  #debt(): number {
    return this.#tokens < -ALMOST_NOTHING ? -this.#tokens : 0;
  }

  #repayment(): number {
    return (this.#debt() / this.#rate) * 1000;
  }
}

const notNegative = (burst: number): number => {
  if (!(burst >= 0)) throw new RangeError(`A burst is 0 bytes or more, not ${burst}`);
  return burst;
};

const positive = (rate: number): number => {
  if (!(rate > 0)) throw new RangeError(`A rate is above 0 bytes/s, not ${rate}`);
  return rate;
};
