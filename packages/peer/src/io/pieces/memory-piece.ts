import { BLOCK_LENGTH } from '@seedbed/protocol';
import type { PieceHasher } from '../hashing/piece-hasher.ts';
import { BlockSlots } from './block-slots.ts';
import type { BlockWriter } from './block-writer.ts';
import type { PartialPiece } from './partial-piece.ts';

/** What a piece in memory needs. */
export interface MemoryPieceComponents {
  readonly hasher: PieceHasher;
  /** Writes the whole piece; answers false when it was given up. */
  readonly write: (bytes: Uint8Array) => Promise<boolean>;
}

/**
 * A piece that is collected in memory and written in one go. The first writer of a block writes straight to its place;
 * any other one collects beside and is copied only if it is complete first.
 */
export class MemoryPiece implements PartialPiece {
  readonly #bytes: Uint8Array;
  readonly #slots: BlockSlots<BlockWriter>;
  readonly #components: MemoryPieceComponents;

  /** @param bytes memory of the size of the piece; what it holds does not matter */
  constructor(bytes: Uint8Array, components: MemoryPieceComponents) {
    this.#bytes = bytes;
    this.#slots = new BlockSlots(bytes.length);
    this.#components = components;
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  open(begin: number, length: number): BlockWriter {
    return new MemoryBlockWriter(this.#bytes.subarray(begin, begin + length), begin / BLOCK_LENGTH, this.#slots);
  }

  async digest(): Promise<Uint8Array | undefined> {
    const digest = await this.#components.hasher.sha1(this.#bytes);
    return this.#slots.isClosed ? undefined : digest;
  }

  store(): Promise<boolean> {
    return this.#components.write(this.#bytes);
  }

  close(): void {
    this.#slots.close();
  }
}

class MemoryBlockWriter implements BlockWriter {
  readonly #place: Uint8Array;
  readonly #block: number;
  readonly #slots: BlockSlots<BlockWriter>;
  readonly #isInPlace: boolean;
  #beside: Uint8Array | undefined;

  constructor(place: Uint8Array, block: number, slots: BlockSlots<BlockWriter>) {
    this.#place = place;
    this.#block = block;
    this.#slots = slots;
    this.#isInPlace = slots.claim(block, this);
  }

  write(data: Uint8Array, offset: number): void {
    // Complete or closed: the memory may be hashed, written or be another piece's by now.
    if (!this.#slots.isOpen(this.#block)) return;
    this.#target().set(data, offset);
  }

  end(keep: boolean): boolean {
    this.#slots.release(this.#block, this);
    if (!keep || !this.#slots.isOpen(this.#block)) return false;
    if (this.#beside !== undefined) this.#place.set(this.#beside);
    this.#slots.complete(this.#block);
    return true;
  }

  abort(): void {
    this.#slots.release(this.#block, this);
  }

  #target(): Uint8Array {
    if (this.#isInPlace) return this.#place;
    this.#beside ??= Buffer.allocUnsafeSlow(this.#place.length);
    return this.#beside;
  }
}
