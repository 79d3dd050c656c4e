/** Program of a worker thread: hashes pieces of a job until none is left. */
import { workerData } from 'node:worker_threads';
import type { HashBoard, HashJob } from './hash-job.ts';
import { hashPieces } from './hash-pieces.ts';
import { PieceFileHasher } from './piece-file-hasher.ts';

/** What a worker is handed. */
export interface HashWorkerData {
  readonly job: HashJob;
  readonly board: HashBoard;
  /** Pieces to take at once. */
  readonly batch: number;
}

// Handed over by `runHashJob` of the same package, never from outside.
const { job, board, batch } = workerData as HashWorkerData;
const hasher = new PieceFileHasher(job);
try {
  while (hashPieces(hasher, board, batch)) {
    // Each turn takes the next batch.
  }
} finally {
  hasher.close();
}
