/** Seconds in which what was borne is forgotten, when nothing is added. */
const FORGOTTEN_AFTER = 20;

/**
 * How much a peer may still send that is of no use: a store that useless messages empty and that time fills again. What
 * honest peers send in vain (requests that cross a choke, a `cancel` that comes too late) comes in small bursts; what is sent
 * to harm does not end.
 */
export class Forbearance {
  readonly #limit: number;
  #spent = 0;
  #at: number;

  /** @param limit weight that is borne at once, and again in each 20 s */
  constructor(limit: number, now: number) {
    this.#limit = limit;
    this.#at = now;
  }

  /** Something useless came. Answers whether it is still borne. */
  bear(weight: number, now: number): boolean {
    const forgotten = ((now - this.#at) * this.#limit) / (FORGOTTEN_AFTER * 1000);
    this.#spent = Math.max(0, this.#spent - forgotten) + weight;
    this.#at = now;
    return this.#spent <= this.#limit;
  }
}
