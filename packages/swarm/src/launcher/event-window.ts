import type { SwarmEvent } from '@seedbed/events';

/**
 * Puts the events of many processes in order of time. Each process tells its own in order, but the pipes are read in
 * turns; so an event is held for `width` ms, in which the slower ones may overtake it. What comes later than that is
 * counted and let through at once.
 */
export class EventWindow {
  readonly #width: number;
  #held: SwarmEvent[] = [];
  /** Time of the latest event that has left. */
  #released = Number.NEGATIVE_INFINITY;
  #late = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** Events that came too late for their place. */
  get late(): number {
    return this.#late;
  }

  /** Events that have not left yet. */
  get held(): number {
    return this.#held.length;
  }

  push(event: SwarmEvent): void {
    if (event.t < this.#released) this.#late += 1;
    this.#held.push(event);
  }

  /** The events that are old enough at the time `now`, in order. */
  release(now: number): SwarmEvent[] {
    return this.#releaseUntil(now - this.#width);
  }

  /** All that is left, in order: nothing comes any more. */
  flush(): SwarmEvent[] {
    return this.#releaseUntil(Number.POSITIVE_INFINITY);
  }

  #releaseUntil(time: number): SwarmEvent[] {
    // The sort is stable, so events of one moment keep the order in which they came.
    this.#held.sort((a, b) => a.t - b.t);
    const young = this.#held.findIndex((event) => event.t > time);
    const released = this.#held.splice(0, young < 0 ? this.#held.length : young);
    this.#released = Math.max(this.#released, released.at(-1)?.t ?? Number.NEGATIVE_INFINITY);
    return released;
  }
}
