import type { BlockWriter } from './block-writer.ts';

/**
 * One piece while its blocks come in and until it is on disk. Several peers may send the same block at once (end game);
 * whichever is complete first counts, and a block that is complete is never changed again.
 */
export interface PartialPiece {
  /** A writer for one block of the 16 KiB grid. */
  open(begin: number, length: number): BlockWriter;
  /** SHA-1 of the piece; every block is complete. `undefined` when the piece was closed meanwhile. */
  digest(): Promise<Uint8Array | undefined>;
  /** Resolves when the piece is on disk, or was given up: false then. */
  store(): Promise<boolean>;
  /** Gives the piece up, or its memory back: writers that are still open write nowhere from now on. */
  close(): void;
}
