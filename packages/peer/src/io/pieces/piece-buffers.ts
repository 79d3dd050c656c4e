import type { Geometry } from '@seedbed/protocol';
import type { PieceHasher } from '../hashing/piece-hasher.ts';
import type { BlockWriter } from './block-writer.ts';
import type { IntakeBudget } from './intake-budget.ts';
import { MemoryPiece } from './memory-piece.ts';
import type { PartialPiece } from './partial-piece.ts';
import { SpilledPiece } from './spilled-piece.ts';

/** The disk as the buffers need it; offsets are bytes of the torrent. */
interface PieceDisk {
  /** Resolves when the bytes are on disk, with false when they were given up; waits while the disk is full. */
  write(offset: number, bytes: Uint8Array, isObsolete: () => boolean): Promise<boolean>;
  /** Fills the bytes; answers false when that was given up. */
  read(offset: number, bytes: Uint8Array): Promise<boolean>;
}

export interface PieceBuffersComponents {
  readonly geometry: Geometry;
  readonly budget: IntakeBudget;
  readonly hasher: PieceHasher;
  readonly disk: PieceDisk;
}

/** Larger pieces never lie in memory as a whole: 16 of them would fill the budget. */
const LARGEST_IN_MEMORY = 4 * 1024 * 1024;

interface Started {
  readonly piece: PartialPiece;
  readonly memory: Uint8Array | undefined;
}

/**
 * The pieces of one torrent that are not on disk yet. Payload is copied once, from the socket's buffer to its place in
 * the piece.
 */
export class PieceBuffers {
  readonly #components: PieceBuffersComponents;
  readonly #started = new Map<number, Started>();
  /** Writes of pieces that were given up; the same piece must not be written anew before they have ended. */
  readonly #leftovers = new Map<number, Promise<void>>();

  constructor(components: PieceBuffersComponents) {
    this.#components = components;
  }

  /** A writer for a block that was asked for. Begins the piece when it is the first. */
  open(piece: number, begin: number, length: number): BlockWriter {
    return this.#begin(piece).open(begin, length);
  }

  /** A piece of which every block is complete. @throws Error when the piece was never begun */
  get(piece: number): PartialPiece {
    const started = this.#started.get(piece);
    if (started === undefined) throw new Error(`invariant: piece ${piece} is complete, but no block of it is here`);
    return started.piece;
  }

  /** The piece is on disk, or of no use, and nothing of it is under way: its memory is free. Unknown pieces are fine. */
  drop(piece: number): void {
    const { memory } = this.#end(piece) ?? {};
    if (memory !== undefined) this.#components.budget.giveBack(memory);
  }

  /** Everything that is unfinished is of no use; pieces may be hashed or written still. */
  close(): void {
    for (const piece of [...this.#started.keys()]) {
      const { memory } = this.#end(piece) ?? {};
      if (memory !== undefined) this.#components.budget.discard(memory.length);
    }
  }

  #end(index: number): Started | undefined {
    const started = this.#started.get(index);
    this.#started.delete(index);
    started?.piece.close();
    if (started?.piece instanceof SpilledPiece) this.#waitFor(index, started.piece);
    return started;
  }

  #begin(index: number): PartialPiece {
    const known = this.#started.get(index);
    if (known !== undefined) return known.piece;
    const { geometry, budget } = this.#components;
    const size = geometry.pieceSize(index);
    const memory = size <= LARGEST_IN_MEMORY ? budget.take(size) : undefined;
    const piece = memory === undefined ? this.#spilledPiece(index, size) : this.#memoryPiece(index, memory);
    this.#started.set(index, { piece, memory });
    return piece;
  }

  #memoryPiece(index: number, memory: Uint8Array): PartialPiece {
    const { hasher } = this.#components;
    const write = (bytes: Uint8Array): Promise<boolean> => this.#write(index, 0, bytes, () => false);
    return new MemoryPiece(memory, { hasher, write });
  }

  #spilledPiece(index: number, size: number): PartialPiece {
    const { budget, disk, geometry } = this.#components;
    return new SpilledPiece(size, {
      write: (begin, bytes, isObsolete) => this.#write(index, begin, bytes, isObsolete),
      read: (begin, bytes) => disk.read(geometry.pieceOffset(index) + begin, bytes),
      onPending: (bytes) => budget.waiting(bytes),
    });
  }

  async #write(index: number, begin: number, bytes: Uint8Array, isObsolete: () => boolean): Promise<boolean> {
    await this.#leftovers.get(index);
    return this.#components.disk.write(this.#components.geometry.pieceOffset(index) + begin, bytes, isObsolete);
  }

  #waitFor(index: number, piece: SpilledPiece): void {
    const drained = Promise.all([this.#leftovers.get(index), piece.drained()]).then(() => {
      if (this.#leftovers.get(index) === drained) this.#leftovers.delete(index);
    });
    this.#leftovers.set(index, drained);
  }
}
