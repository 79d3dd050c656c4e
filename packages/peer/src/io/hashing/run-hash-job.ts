import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { COUNTER, createHashBoard, type HashBoard, type HashJob, PIECE_STATE, pieceCountOf } from './hash-job.ts';
import { hashPieces } from './hash-pieces.ts';
import type { HashWorkerData } from './hash-worker.ts';
import { PieceFileHasher } from './piece-file-hasher.ts';

export interface HashJobOptions {
  /** A board that knows of some pieces already; only the pending ones are hashed. */
  readonly board?: HashBoard;
  /** Told now and then, and once at the end. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the job early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The calling thread hashes as well: for programs that have nothing else to do. By default it is left to others. */
  readonly isIdle?: boolean;
  /** Threads to hash with; the default is one for each core where the content is big, and none where it is small. */
  readonly workers?: number;
}

/** A worker costs some 40 ms to start, which is what one core hashes in 64 MiB. */
const SMALL_CONTENT = 64 * 1024 * 1024;
/** Bytes between two turns of the event loop: about 1 ms. */
const SLICE = 2 * 1024 * 1024;
/** Bytes that a worker takes at once: neighbours on the disk, and few enough that all workers end together. */
const BATCH = 8 * 1024 * 1024;
/** Above this the disk or the memory is the limit. */
const MAX_WORKERS = 16;
const PROGRESS_INTERVAL = 100;

/**
 * Hashes every pending piece of a job. Nothing blocks the event loop for more than a piece: small content is hashed in
 * slices between other work, big content in worker threads on all cores.
 */
export async function runHashJob(job: HashJob, options: HashJobOptions = {}): Promise<HashBoard> {
  const board = options.board ?? createHashBoard(pieceCountOf(job));
  const { signal, isIdle = false, workers = defaultWorkers(job, board, isIdle) } = options;
  signal?.throwIfAborted();
  const total = board.states.length;
  const tell = (): void => options.onProgress?.(Atomics.load(board.counters, COUNTER.done), total);
  // The workers are started first: that takes them some time, in which this thread hashes already.
  const inWorkers = workers > 0 ? hashInWorkers(job, board, workers, tell, signal) : undefined;
  const here = isIdle || workers === 0 ? hashHere(job, board, tell, signal) : undefined;
  const ends = await Promise.allSettled([inWorkers, here]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  tell();
  return board;
}

function defaultWorkers(job: HashJob, { states }: HashBoard, isIdle: boolean): number {
  const pending = states.reduce((count, state) => (state === PIECE_STATE.pending ? count + 1 : count), 0);
  if (pending * job.pieceLength < SMALL_CONTENT) return 0;
  return Math.min(availableParallelism(), MAX_WORKERS) - (isIdle ? 1 : 0);
}

const piecesIn = (bytes: number, job: HashJob): number => Math.max(1, Math.floor(bytes / job.pieceLength));

async function hashHere(job: HashJob, board: HashBoard, tell: () => void, signal?: AbortSignal): Promise<void> {
  const hasher = new PieceFileHasher(job);
  try {
    while (hashPieces(hasher, board, piecesIn(SLICE, job))) {
      tell();
      await nextTurn();
      signal?.throwIfAborted();
    }
  } finally {
    hasher.close();
  }
}

async function hashInWorkers(
  job: HashJob,
  board: HashBoard,
  count: number,
  tell: () => void,
  signal?: AbortSignal,
): Promise<void> {
  const workerData: HashWorkerData = { job, board, batch: piecesIn(BATCH, job) };
  const stop = (): void => {
    Atomics.store(board.counters, COUNTER.stop, 1);
  };
  const timer = setInterval(tell, PROGRESS_INTERVAL);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const ends = await Promise.allSettled(Array.from({ length: count }, () => runWorker(workerData, stop)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', stop);
  }
  signal?.throwIfAborted();
}

/** Resolves when the thread has ended. */
function runWorker(workerData: HashWorkerData, stopOthers: () => void): Promise<void> {
  // By a name of package.json, which leads to the compiled worker from the sources too: threads take no TypeScript.
  const program = createRequire(import.meta.url).resolve('#hash-worker');
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData });
    let failure: Error | undefined;
    worker.on('error', (error) => {
      failure = error;
      stopOthers();
    });
    worker.on('exit', () => (failure === undefined ? resolve() : reject(failure)));
  });
}
