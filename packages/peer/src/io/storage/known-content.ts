import type { Bitfield } from '@seedbed/protocol';
import { type HashBoard, type HashJob, PIECE_STATE } from '../hashing/hash-job.ts';
import { type FileStamp, isSameStamp } from './file-stamp.ts';

/** What is known of content from an earlier look at it: it holds for every file that still has its stamp. */
export interface KnownContent {
  /** Pieces that are there and correct; every other piece is not. */
  readonly have: Bitfield;
  /** Pieces of which nothing is known, whatever the stamps say. */
  readonly unsure?: ReadonlySet<number>;
  /** Pieces that are on stable storage, and there after a loss of power too. */
  readonly durable?: Bitfield;
  /** One for each file of the torrent. */
  readonly stamps: readonly FileStamp[];
}

/** Marks on the board what needs no hashing, because no file of the piece was touched since. Leaves what is marked already. */
export function markKnown(known: KnownContent, stamps: readonly FileStamp[], job: HashJob, board: HashBoard): void {
  const { states } = board;
  const inDoubt = piecesInDoubt(known, stamps, job, states.length);
  for (let piece = 0; piece < states.length; piece++) {
    if (inDoubt[piece] === 1 || states[piece] !== PIECE_STATE.pending || known.unsure?.has(piece)) continue;
    states[piece] = known.have.has(piece) ? PIECE_STATE.known : PIECE_STATE.missing;
  }
}

/** 1 for each piece that has a byte in a file whose stamp has changed. */
function piecesInDoubt(known: KnownContent, stamps: readonly FileStamp[], job: HashJob, pieces: number): Uint8Array {
  const inDoubt = new Uint8Array(pieces);
  for (const [index, { offset, length, padding }] of job.files.entries()) {
    if (padding || length === 0 || isSameStamp(known.stamps[index], stamps[index])) continue;
    const last = Math.floor((offset + length - 1) / job.pieceLength);
    inDoubt.fill(1, Math.floor(offset / job.pieceLength), last + 1);
  }
  return inDoubt;
}
