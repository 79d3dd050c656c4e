/** What turns times of this process into times that all replicas understand. */
export interface Clock {
  /** @param time in ms on the tracker's own clock. */
  shared(time: number): number;
}

/**
 * The time of Redis. Replicas on several machines have no monotonic clock in common; what they have in common is Redis. So the
 * tracker's own clock is moved by the difference, which is off by half a round trip: nothing beside whole seconds. The
 * replicas' own times of day need not agree, and a script need not ask for the time.
 */
export class SharedClock implements Clock {
  readonly #now: () => number;
  #ahead = 0;

  /** @param now ms on the tracker's own clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  shared(time: number): number {
    return time + this.#ahead;
  }

  /** @param time of Redis, just now, in ms. */
  set(time: number): void {
    this.#ahead = time - this.#now();
  }
}
