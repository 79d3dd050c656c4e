import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, toStorageError } from './storage-error.ts';

/** System errors that mean: there is nothing of ours to remove, or something that is not ours is still there. */
const NOT_OURS: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'ELOOP']);

/**
 * Removes a file below `root`, if it is one; no symbolic link is followed or removed.
 *
 * @param path names below `root`, the file last
 * @returns whether there was a file to remove
 * @throws StorageError
 */
export function removeFileInside(root: string, path: readonly string[]): boolean {
  const file = join(root, ...path);
  if (!isBelowFolders(root, path) || attempt(file, () => lstatSync(file))?.isFile() !== true) return false;
  attempt(file, () => unlinkSync(file));
  return true;
}

/**
 * Removes the folders below `root` that files of these paths lay in, the deepest first, where nothing is in them any more.
 *
 * @throws StorageError
 */
export function removeFoldersInside(root: string, paths: readonly (readonly string[])[]): void {
  for (const path of foldersOf(paths)) {
    const folder = join(root, ...path);
    if (isBelowFolders(root, path)) attempt(folder, () => rmdirSync(folder));
  }
}

/** The folders that the files lie in, the deepest first. */
function foldersOf(paths: readonly (readonly string[])[]): readonly string[][] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    for (let depth = path.length - 1; depth > 0; depth--) {
      const folder = path.slice(0, depth);
      const key = join(...folder);
      if (folders.has(key)) break;
      folders.set(key, folder);
    }
  }
  return [...folders.values()].toSorted((a, b) => b.length - a.length);
}

/** Whether every name before the last is a folder, and no link to one. */
function isBelowFolders(root: string, path: readonly string[]): boolean {
  for (let depth = 1; depth < path.length; depth++) {
    const folder = join(root, ...path.slice(0, depth));
    if (attempt(folder, () => lstatSync(folder))?.isDirectory() !== true) return false;
  }
  return true;
}

/** Answers `undefined` when what was to be removed is not ours, or not there. @throws StorageError */
function attempt<T>(path: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (NOT_OURS.has(systemCode(error))) return undefined;
    throw toStorageError(error, path);
  }
}
