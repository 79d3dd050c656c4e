/** What has been seen of a live run at a moment: ms that were left for reading, and the time of the newest event. */
interface Sample {
  readonly spent: number;
  readonly newest: number;
}

/** So long is looked at, ms. */
const WINDOW = 500;
/** Whoever is behind reads many times as fast as things happen; what is heard a little unevenly is not that fast. */
const FASTEST_LIVE = 1.5;
/** The most that one look counts for, ms: while the page is busy with something else, events wait. */
const LONGEST_LOOK = 150;

/**
 * Tells when a page that was opened late into a live run has read what was there before. Nobody says how much that is, but
 * it comes as fast as it can be read: there the time of the events passes much faster than that of the page.
 */
export class CatchUp {
  readonly #samples: Sample[] = [];
  #looked: number | undefined;
  #spent = 0;
  #isDone = false;

  /** Stays true: whoever is up to date once stays so as long as the connection does. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /**
   * To be called some times a second.
   *
   * @param now ms of the page's clock
   * @param newest time of the newest event that is here, ms of its own clock
   */
  look(now: number, newest: number): void {
    this.#spent += Math.min(LONGEST_LOOK, now - (this.#looked ?? now));
    this.#looked = now;
    this.#samples.push({ spent: this.#spent, newest });
    while ((this.#samples[1]?.spent ?? Number.POSITIVE_INFINITY) <= this.#spent - WINDOW) this.#samples.shift();
    const [oldest] = this.#samples;
    if (oldest === undefined || this.#spent - oldest.spent < WINDOW) return;
    if (newest - oldest.newest <= FASTEST_LIVE * (this.#spent - oldest.spent)) this.#isDone = true;
  }
}
