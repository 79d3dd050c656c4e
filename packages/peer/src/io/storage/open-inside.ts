import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { StorageError, systemCode, toStorageError } from './storage-error.ts';

/** How a file is opened: `write` makes it, and the folders to it, when they are missing. */
export type OpenMode = 'read' | 'write' | 'write-executable';

// O_NONBLOCK: opening a named pipe that lies in the place of a file must not wait for its other end.
const GUARD = constants.O_NOFOLLOW | constants.O_NONBLOCK;
const FLAGS = constants.O_RDWR | constants.O_CREAT | GUARD;

const statNoFollow = (path: string): Stats | undefined => {
  try {
    return lstatSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw toStorageError(error, path);
  }
};

/** Goes one folder down. Answers false when it is missing and was not to be made. */
const enter = (folder: string, make: boolean): boolean => {
  const stats = statNoFollow(folder);
  if (stats === undefined) {
    if (!make) return false;
    try {
      mkdirSync(folder);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return enter(folder, make);
      throw toStorageError(error, folder);
    }
    return true;
  }
  if (stats.isSymbolicLink()) throw new StorageError('symlink', `${folder} is a symbolic link; it is not followed`);
  if (!stats.isDirectory())
    throw new StorageError('not-a-folder', `${folder} is a file; the torrent needs a folder there`);
  return true;
};

/**
 * Goes down the folders to a file, following no symbolic link below `root`.
 *
 * @param path names below `root`, the file last
 * @returns false when one is missing and was not to be made
 * @throws StorageError
 */
export function enterFolders(root: string, path: readonly string[], make: boolean): boolean {
  for (let depth = 1; depth < path.length; depth++) {
    if (!enter(join(root, ...path.slice(0, depth)), make)) return false;
  }
  return true;
}

const assertFile = (stats: Stats, path: string): void => {
  if (stats.isFile()) return;
  if (stats.isSymbolicLink()) throw new StorageError('symlink', `${path} is a symbolic link; it is not followed`);
  const kind = stats.isDirectory() ? 'a folder' : 'not a regular file';
  throw new StorageError('not-a-file', `${path} is ${kind}; the torrent needs a file there`);
};

/**
 * Opens a file below `root` so that no symbolic link on the way below `root` is followed: a torrent can then not be
 * made to read or write anywhere else. `root` itself is the user's and must be a real path.
 *
 * Synchronous, because files are opened once and then kept, and because workers use it too.
 *
 * @param path names below `root`, the file last
 * @returns the file descriptor, or `undefined` when the file is missing and was only to be read
 * @throws StorageError
 */
export function openInside(root: string, path: readonly string[], mode: OpenMode): number | undefined {
  const file = join(root, ...path);
  const top = root.endsWith(sep) ? root : root + sep;
  // The names were sanitised when the metainfo was read; this is the second lock on the same door.
  if (!file.startsWith(top) || path.some((name) => name === '' || name === '..' || name.includes(sep))) {
    throw new StorageError('outside', `${file} leads out of ${root}`);
  }
  if (!enterFolders(root, path, mode !== 'read')) return undefined;
  const before = statNoFollow(file);
  if (before !== undefined) assertFile(before, file);
  else if (mode === 'read') return undefined;
  return openChecked(file, mode);
}

function openChecked(file: string, mode: OpenMode): number {
  let fd: number;
  try {
    const permissions = mode === 'write-executable' ? 0o777 : 0o666;
    fd = mode === 'read' ? openSync(file, constants.O_RDONLY | GUARD) : openSync(file, FLAGS, permissions);
  } catch (error) {
    throw toStorageError(error, file);
  }
  try {
    // What was looked at before may have been replaced since: what counts is what is open.
    assertFile(fstatSync(fd), file);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw toStorageError(error, file);
  }
}
