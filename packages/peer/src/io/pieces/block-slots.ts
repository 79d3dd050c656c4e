import { BLOCK_LENGTH } from '@seedbed/protocol';

/**
 * Which blocks of a piece are complete, and who writes in place. A block is in exactly one state: missing, being written
 * in place by one owner, or complete. missing -> owned (`claim`) -> missing (`release`) or complete (`complete`);
 * missing and owned -> complete also when another writer, that collected beside, is first.
 */
export class BlockSlots<Owner> {
  readonly #complete: boolean[];
  readonly #owners: (Owner | undefined)[];
  #closed = false;

  /** @param size bytes of the piece */
  constructor(size: number) {
    const count = Math.ceil(size / BLOCK_LENGTH);
    this.#complete = new Array(count).fill(false);
    this.#owners = new Array(count).fill(undefined);
  }

  /** Nothing may be written into the piece any more. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Whether the block still takes bytes. */
  isOpen(block: number): boolean {
    return !this.#closed && this.#complete[block] === false;
  }

  /** Makes the writer the one that writes in place, if nobody is. */
  claim(block: number, owner: Owner): boolean {
    if (!this.isOpen(block) || this.#owners[block] !== undefined) return false;
    this.#owners[block] = owner;
    return true;
  }

  release(block: number, owner: Owner): void {
    if (this.#owners[block] === owner) this.#owners[block] = undefined;
  }

  complete(block: number): void {
    this.#complete[block] = true;
    this.#owners[block] = undefined;
  }

  close(): void {
    this.#closed = true;
  }
}
