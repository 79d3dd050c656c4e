/** Bytes that may wait for the disk beside the pieces in memory, before the sockets are held back, and when they go on. */
const HIGH_WATER = 16 * 1024 * 1024;
const LOW_WATER: number = HIGH_WATER / 2;

/**
 * Memory of what arrives, for all torrents of a daemon together: pieces that are collected, and blocks that wait for the
 * disk. Pieces beyond the limit are not collected in memory; blocks beyond theirs make the sockets wait.
 */
export class IntakeBudget {
  readonly #limit: number;
  readonly #onCongestion: (congested: boolean) => void;
  #reserved = 0;
  #waiting = 0;
  #congested = false;

  /** @param limit bytes of pieces in memory */
  constructor(limit: number, onCongestion: (congested: boolean) => void) {
    this.#limit = limit;
    this.#onCongestion = onCongestion;
  }

  /** Bytes of pieces in memory. */
  get reserved(): number {
    return this.#reserved;
  }

  /** The disk is slower than the network: nothing more is to be read from the sockets. */
  get isCongested(): boolean {
    return this.#congested;
  }

  /** Takes memory for a piece, if there is any left. */
  reserve(bytes: number): boolean {
    if (this.#reserved + bytes > this.#limit) return false;
    this.#reserved += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#reserved -= bytes;
  }

  /** More (or, negative, less) bytes wait for the disk than before. */
  waiting(bytes: number): void {
    this.#waiting += bytes;
    const congested = this.#waiting > (this.#congested ? LOW_WATER : HIGH_WATER);
    if (congested === this.#congested) return;
    this.#congested = congested;
    this.#onCongestion(congested);
  }
}
