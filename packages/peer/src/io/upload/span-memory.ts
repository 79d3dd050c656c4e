/** Bytes of memory that are kept for the next spans: spans are read and forgotten one for one. */
const MAX_SPARE = 4 * 1024 * 1024;

/**
 * Memory of spans that nobody uses any more, for the next ones: new memory costs the system a page fault every 4 KiB, and
 * V8 a full collection every 64 MiB.
 */
export class SpanMemory {
  readonly #spares = new Map<number, Uint8Array[]>();
  #spareBytes = 0;

  /** Memory with anything in it. */
  take(length: number): Uint8Array {
    const spare = this.#spares.get(length)?.pop();
    if (spare === undefined) return Buffer.allocUnsafeSlow(length);
    this.#spareBytes -= length;
    return spare;
  }

  /** Takes back what nobody reads or writes any more. */
  giveBack(memory: Uint8Array): void {
    const { length } = memory;
    if (this.#spareBytes + length > MAX_SPARE) return;
    this.#spareBytes += length;
    const spares = this.#spares.get(length) ?? [];
    this.#spares.set(length, spares);
    spares.push(memory);
  }

  /** Gives everything back to the system. */
  clear(): void {
    this.#spares.clear();
    this.#spareBytes = 0;
  }
}
