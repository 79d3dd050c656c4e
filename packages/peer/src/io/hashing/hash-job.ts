import type { LaidOutFile } from '../storage/content-layout.ts';

/** A file to hash: `path` is the names below the root, the file last. */
export interface HashedFile extends LaidOutFile {
  readonly path: readonly string[];
}

/** Pieces to hash, as plain data that a worker can be handed. */
export interface HashJob {
  /** Real path of the folder that the files lie in. */
  readonly root: string;
  readonly files: readonly HashedFile[];
  readonly totalLength: number;
  readonly pieceLength: number;
}

/** What is known of a piece: not looked at yet, its hash stands in the digests, bytes of it are missing, or it is right. */
export const PIECE_STATE = { pending: 0, hashed: 1, missing: 2, known: 3 } as const;

/** Memory that all workers of a job share. */
export interface HashBoard {
  /** Next piece that nobody has taken, and pieces that are done. */
  readonly counters: Int32Array;
  /** One of `PIECE_STATE` for each piece. */
  readonly states: Uint8Array;
  /** 20 bytes for each piece. */
  readonly digests: Uint8Array;
}

/** Places in `HashBoard.counters`. */
export const COUNTER = { next: 0, done: 1, stop: 2 } as const;

/** SHA-1, bytes. */
export const DIGEST_LENGTH = 20;

export const pieceCountOf = (job: HashJob): number => Math.ceil(job.totalLength / job.pieceLength);

/** A board on which every piece is pending. */
export function createHashBoard(pieceCount: number): HashBoard {
  return {
    counters: new Int32Array(new SharedArrayBuffer(4 * 3)),
    states: new Uint8Array(new SharedArrayBuffer(pieceCount)),
    digests: new Uint8Array(new SharedArrayBuffer(DIGEST_LENGTH * pieceCount)),
  };
}
