import { StorageError } from '../storage/storage-error.ts';
import { COUNTER, DIGEST_LENGTH, type HashBoard, PIECE_STATE } from './hash-job.ts';
import type { PieceFileHasher } from './piece-file-hasher.ts';

/**
 * Takes the next pieces that nobody has taken, hashes them and writes what came out on the board. One piece that can't
 * be read is a missing piece; what stood in the way is told by whoever looks at the files.
 *
 * @param batch pieces to take at once
 * @returns false when no piece is left or the job was stopped
 */
export function hashPieces(hasher: PieceFileHasher, board: HashBoard, batch: number): boolean {
  const { counters, states, digests } = board;
  const first = Atomics.add(counters, COUNTER.next, batch);
  const end = Math.min(first + batch, states.length);
  for (let piece = first; piece < end; piece++) {
    if (Atomics.load(counters, COUNTER.stop) !== 0) return false;
    if (states[piece] === PIECE_STATE.pending) {
      const digest = hashOrMissing(hasher, piece);
      if (digest !== undefined) digests.set(digest, piece * DIGEST_LENGTH);
      states[piece] = digest === undefined ? PIECE_STATE.missing : PIECE_STATE.hashed;
    }
    Atomics.add(counters, COUNTER.done, 1);
  }
  return end < states.length;
}

function hashOrMissing(hasher: PieceFileHasher, piece: number): Uint8Array | undefined {
  try {
    return hasher.hash(piece);
  } catch (error) {
    if (error instanceof StorageError) return undefined;
    throw error;
  }
}
