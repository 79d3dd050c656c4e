import { closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HashBoard, type HashJob, PIECE_STATE } from '../hashing/hash-job.ts';
import { openInside } from './open-inside.ts';
import { StorageError } from './storage-error.ts';

/** What is wrong with a file before any byte of it is looked at. */
export interface FileProblem {
  readonly path: string;
  /** `obstructed`: something that is no file is in its place, or it may not be read; `error` says what. */
  readonly problem: 'missing' | 'too-short' | 'too-long' | 'obstructed';
  readonly error?: StorageError;
}

/** Files that are looked at between two turns of the event loop. */
const FILES_A_TURN = 200;

/** Bytes of a file, or what stands in the way. */
const sizeOf = (job: HashJob, path: readonly string[]): number | undefined | StorageError => {
  try {
    const fd = openInside(job.root, path, 'read');
    if (fd === undefined) return undefined;
    try {
      return fstatSync(fd).size;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
};

const problemOf = (size: number | undefined | StorageError, length: number): Omit<FileProblem, 'path'> | undefined => {
  if (size instanceof StorageError) return { problem: 'obstructed', error: size };
  if (size === undefined) return { problem: 'missing' };
  if (size === length) return undefined;
  return { problem: size < length ? 'too-short' : 'too-long' };
};

/**
 * Looks at the files of a job without reading them. Pieces that need bytes beyond the end of a file are marked as
 * missing on the board, so that nobody hashes what is not there; the last piece of a file that is too long as well,
 * because such a file is not the torrent's.
 */
export async function inspectFiles(job: HashJob, board: HashBoard): Promise<FileProblem[]> {
  const problems: FileProblem[] = [];
  for (const [index, file] of job.files.entries()) {
    if (index % FILES_A_TURN === FILES_A_TURN - 1) await nextTurn();
    if (file.padding) continue;
    const size = sizeOf(job, file.path);
    const problem = problemOf(size, file.length);
    if (problem === undefined) continue;
    problems.push({ path: join(job.root, ...file.path), ...problem });
    const good = typeof size === 'number' ? Math.min(size, file.length - 1) : 0;
    markMissing(job, board, file.offset + Math.max(0, good), file.offset + file.length);
  }
  return problems;
}

/** Marks every piece that has a byte in [from, to). */
function markMissing(job: HashJob, board: HashBoard, from: number, to: number): void {
  if (from >= to) return;
  const last = Math.floor((to - 1) / job.pieceLength);
  board.states.fill(PIECE_STATE.missing, Math.floor(from / job.pieceLength), last + 1);
}
