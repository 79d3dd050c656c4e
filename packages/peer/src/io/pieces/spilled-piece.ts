import { createHash } from 'node:crypto';
import { BLOCK_LENGTH } from '@seedbed/protocol';
import { BlockSlots } from './block-slots.ts';
import type { BlockWriter } from './block-writer.ts';
import type { PartialPiece } from './partial-piece.ts';

/** What a piece on disk needs; offsets are bytes in the piece. */
export interface SpilledPieceComponents {
  /** Writes a block. Answers false when it was given up; `isObsolete` tells the writer that nobody needs it any more. */
  readonly write: (begin: number, bytes: Uint8Array, isObsolete: () => boolean) => Promise<boolean>;
  /** Answers false when it was given up. */
  readonly read: (begin: number, bytes: Uint8Array) => Promise<boolean>;
  /** Told how many bytes wait for the disk more (or, negative, less) than before. */
  readonly onPending: (bytes: number) => void;
}

/** Bytes that are read back at a time to be hashed. */
const READ_LENGTH = 1024 * 1024;

/**
 * A piece that is too large for memory, or for which there is no memory left: each block is collected beside and
 * written when it is complete, and the piece is hashed from the disk.
 */
export class SpilledPiece implements PartialPiece {
  readonly #size: number;
  readonly #slots: BlockSlots<BlockWriter>;
  readonly #components: SpilledPieceComponents;
  readonly #writes = new Set<Promise<void>>();
  #pending = 0;
  #lost = false;

  /** @param size bytes of the piece */
  constructor(size: number, components: SpilledPieceComponents) {
    this.#size = size;
    this.#slots = new BlockSlots(size);
    this.#components = components;
  }

  open(begin: number, length: number): BlockWriter {
    let block: Uint8Array | undefined;
    const isOpen = (): boolean => this.#slots.isOpen(begin / BLOCK_LENGTH);
    return {
      write: (data, offset) => {
        if (!isOpen()) return;
        block ??= Buffer.allocUnsafeSlow(length);
        block.set(data, offset);
      },
      end: (keep) => {
        if (!keep || block === undefined || !isOpen()) return false;
        this.#slots.complete(begin / BLOCK_LENGTH);
        this.#write(begin, block);
        return true;
      },
      abort: () => {},
    };
  }

  async digest(): Promise<Uint8Array | undefined> {
    await this.drained();
    if (this.#lost || this.#slots.isClosed) return undefined;
    const sha1 = createHash('sha1');
    const buffer = Buffer.allocUnsafeSlow(Math.min(READ_LENGTH, this.#size));
    for (let begin = 0; begin < this.#size; begin += buffer.length) {
      const bytes = buffer.subarray(0, Math.min(buffer.length, this.#size - begin));
      if (!(await this.#components.read(begin, bytes))) return undefined;
      sha1.update(bytes);
    }
    return this.#slots.isClosed ? undefined : sha1.digest();
  }

  /** Its blocks are on disk already. */
  async store(): Promise<boolean> {
    return !this.#slots.isClosed;
  }

  close(): void {
    this.#slots.close();
    this.#components.onPending(-this.#pending);
    this.#pending = 0;
  }

  /** Resolves when no write of this piece is under way. Never rejects. */
  async drained(): Promise<void> {
    while (this.#writes.size > 0) await Promise.all(this.#writes);
  }

  #write(begin: number, block: Uint8Array): void {
    this.#count(block.length);
    const written = this.#components
      .write(begin, block, () => this.#slots.isClosed)
      .then((ok) => {
        this.#lost ||= !ok;
        this.#count(-block.length);
        this.#writes.delete(written);
      });
    this.#writes.add(written);
  }

  #count(bytes: number): void {
    if (this.#slots.isClosed) return;
    this.#pending += bytes;
    this.#components.onPending(bytes);
  }
}
