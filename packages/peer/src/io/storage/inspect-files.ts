import { type BigIntStats, closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HashBoard, type HashJob, PIECE_STATE } from '../hashing/hash-job.ts';
import { DOUBTFUL, type FileStamp, MISSING, stampOf } from './file-stamp.ts';
import { openInside } from './open-inside.ts';
import { StorageError } from './storage-error.ts';

/** What is wrong with a file before any byte of it is looked at. */
export interface FileProblem {
  /** Index of the file. */
  readonly file: number;
  readonly path: string;
  /** `obstructed`: something that is no file is in its place, or it may not be read; `error` says what. */
  readonly problem: 'missing' | 'too-short' | 'too-long' | 'obstructed';
  readonly error?: StorageError;
}

/** What the files are like, without a look at what they hold. */
export interface FilesFound {
  readonly problems: readonly FileProblem[];
  /** Of each file of the job, taken before anything of it is read. */
  readonly stamps: readonly FileStamp[];
}

/** Files that are looked at between two turns of the event loop. */
const FILES_A_TURN = 200;

/** What the system tells of a file: nothing when it is missing, or what stands in the way. */
const lookAt = (job: HashJob, path: readonly string[]): BigIntStats | undefined | StorageError => {
  try {
    const fd = openInside(job.root, path, 'read');
    if (fd === undefined) return undefined;
    try {
      return fstatSync(fd, { bigint: true });
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
};

const problemOf = (
  found: BigIntStats | undefined | StorageError,
  length: number,
): Omit<FileProblem, 'path' | 'file'> | undefined => {
  if (found instanceof StorageError) return { problem: 'obstructed', error: found };
  if (found === undefined) return { problem: 'missing' };
  if (found.size === BigInt(length)) return undefined;
  return { problem: found.size < length ? 'too-short' : 'too-long' };
};

const stampOfFound = (found: BigIntStats | undefined | StorageError): FileStamp => {
  if (found instanceof StorageError) return DOUBTFUL;
  return found === undefined ? MISSING : stampOf(found);
};

/**
 * Looks at the files of a job without reading them. Pieces that need bytes beyond the end of a file are marked as
 * missing on the board, so that nobody hashes what is not there; the last piece of a file that is too long as well,
 * because such a file is not the torrent's.
 */
export async function inspectFiles(job: HashJob, board: HashBoard): Promise<FilesFound> {
  const problems: FileProblem[] = [];
  const stamps: FileStamp[] = [];
  for (const [index, file] of job.files.entries()) {
    if (index % FILES_A_TURN === FILES_A_TURN - 1) await nextTurn();
    const found = file.padding ? undefined : lookAt(job, file.path);
    stamps.push(stampOfFound(found));
    const problem = file.padding ? undefined : problemOf(found, file.length);
    if (problem === undefined) continue;
    problems.push({ file: index, path: join(job.root, ...file.path), ...problem });
    const size = found === undefined || found instanceof StorageError ? 0 : Number(found.size);
    const good = Math.max(0, Math.min(size, file.length - 1));
    markMissing(job, board, file.offset + good, file.offset + file.length);
  }
  return { problems, stamps };
}

/** Marks every piece that has a byte in [from, to). */
function markMissing(job: HashJob, board: HashBoard, from: number, to: number): void {
  if (from >= to) return;
  const last = Math.floor((to - 1) / job.pieceLength);
  board.states.fill(PIECE_STATE.missing, Math.floor(from / job.pieceLength), last + 1);
}
