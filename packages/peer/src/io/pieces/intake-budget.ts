/** Bytes that may wait for the disk beside the pieces in memory, before the sockets are held back, and when they go on. */
const HIGH_WATER = 16 * 1024 * 1024;
const LOW_WATER: number = HIGH_WATER / 2;
/** Bytes of memory that are kept for the next pieces: some more than the pieces that end between two looks at the sockets. */
const MAX_SPARE = 16 * 1024 * 1024;

/**
 * Memory of what arrives, for all torrents of a daemon together: pieces that are collected, and blocks that wait for the
 * disk. Pieces beyond the limit are not collected in memory; blocks beyond theirs make the sockets wait.
 */
export class IntakeBudget {
  readonly #limit: number;
  readonly #onCongestion: (congested: boolean) => void;
  /** Memory of no piece, by its length. */
  readonly #spares = new Map<number, Uint8Array[]>();
  #spareBytes = 0;
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

  /**
   * Memory for a piece, with anything in it; `undefined` when the limit is reached. What earlier pieces gave back comes
   * first: new memory costs the system a page fault every 4 KiB, and V8 a full collection every 64 MiB.
   */
  take(bytes: number): Uint8Array | undefined {
    if (this.#reserved + bytes > this.#limit) return undefined;
    this.#reserved += bytes;
    const spare = this.#spares.get(bytes)?.pop();
    if (spare === undefined) return Buffer.allocUnsafeSlow(bytes);
    this.#spareBytes -= bytes;
    return spare;
  }

  /** Takes memory back that nobody reads or writes any more. All of it goes back to the system when nothing arrives. */
  giveBack(memory: Uint8Array): void {
    const { length } = memory;
    this.discard(length);
    if (this.#reserved === 0 || this.#spareBytes + length > MAX_SPARE) return;
    this.#spareBytes += length;
    const spares = this.#spares.get(length) ?? [];
    this.#spares.set(length, spares);
    spares.push(memory);
  }

  /** Memory was given up while somebody may still use it, a write under way: it is for nobody else. */
  discard(bytes: number): void {
    this.#reserved -= bytes;
    if (this.#reserved > 0) return;
    this.#spares.clear();
    this.#spareBytes = 0;
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
