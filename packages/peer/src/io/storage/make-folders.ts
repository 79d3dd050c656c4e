import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StorageError, systemCode, toStorageError } from './storage-error.ts';

/** As far as the user's umask lets them. */
const EVERYBODY = 0o777;

/** Whether a folder is there; links are followed. @throws StorageError when it is something else, or can't be looked at */
const isThere = (folder: string): boolean => {
  try {
    if (statSync(folder).isDirectory()) return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return false;
    if (code !== 'ENOTDIR') throw toStorageError(error, folder);
  }
  throw new StorageError('not-a-folder', `${folder} is a file, or lies below one; a folder is needed there`);
};

const makeOne = (folder: string, mode: number): void => {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const code = systemCode(error);
    // Somebody else was quicker; a link that leads nowhere is there as well, and no folder.
    if (code === 'EEXIST' && isThere(folder)) return;
    if (code === 'EEXIST') throw new StorageError('not-a-folder', `${folder} is a link that leads nowhere`);
    if (code === 'ENOENT') {
      throw new StorageError('denied', `${folder} can't be made: ${dirname(folder)} takes no new folders`);
    }
    throw toStorageError(error, folder);
  }
};

/**
 * Makes a folder, and those to it that are missing, one by one. Node's own recursive `mkdir` takes ENOENT for "the
 * parent is missing" and tries for ever where it means "not here", as in /proc.
 *
 * @throws StorageError naming the path that is in the way
 */
export function makeFolders(path: string, mode: number = EVERYBODY): void {
  const missing: string[] = [];
  for (let folder = resolve(path); !isThere(folder) && folder !== dirname(folder); folder = dirname(folder)) {
    missing.push(folder);
  }
  for (const folder of missing.toReversed()) makeOne(folder, mode);
}
