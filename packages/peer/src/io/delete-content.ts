import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Metainfo } from '@seedbed/protocol';
import { lockContent } from './lock/content-lock.ts';
import { ContentPlace } from './storage/content-place.ts';
import { systemCode, toStorageError } from './storage/storage-error.ts';
import { targetFolder } from './storage/target-folder.ts';

/** Files that are deleted between two turns of the event loop. */
const FILES_A_TURN = 200;

/** System errors that mean: there is nothing of ours to delete, or something that is not ours is still there. */
const NOT_OURS: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'ELOOP']);

/**
 * Deletes the files of a torrent, finished or not, and the folders that are empty then. Whatever else lies in those
 * folders stays, and no symbolic link is followed or deleted.
 *
 * @returns how many files were deleted
 * @throws StorageError when the content is in use, or the system refuses
 */
export async function deleteContent({ name, files }: Metainfo, dir: string): Promise<number> {
  const root = targetFolder(dir, false);
  const lock = await lockContent(root, name);
  try {
    const place = new ContentPlace(root, name);
    const paths = files.filter(({ padding }) => !padding).map(({ path }) => [place.name, ...path.slice(1)]);
    let deleted = 0;
    for (const [index, path] of paths.entries()) {
      if (index % FILES_A_TURN === FILES_A_TURN - 1) await nextTurn();
      if (deleteFile(root, path)) deleted++;
    }
    for (const folder of foldersOf(paths)) deleteFolder(root, folder);
    return deleted;
  } finally {
    await lock.release();
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

/** Answers whether there was a file to delete. */
function deleteFile(root: string, path: readonly string[]): boolean {
  const file = join(root, ...path);
  if (!isBelowFolders(root, path) || attempt(file, () => lstatSync(file))?.isFile() !== true) return false;
  attempt(file, () => unlinkSync(file));
  return true;
}

function deleteFolder(root: string, path: readonly string[]): void {
  const folder = join(root, ...path);
  if (isBelowFolders(root, path)) attempt(folder, () => rmdirSync(folder));
}

/** Whether every name before the last is a folder, and no link to one. */
function isBelowFolders(root: string, path: readonly string[]): boolean {
  for (let depth = 1; depth < path.length; depth++) {
    const folder = join(root, ...path.slice(0, depth));
    if (attempt(folder, () => lstatSync(folder))?.isDirectory() !== true) return false;
  }
  return true;
}

/** Answers `undefined` when what was to be deleted is not ours, or not there. @throws StorageError */
function attempt<T>(path: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (NOT_OURS.has(systemCode(error))) return undefined;
    throw toStorageError(error, path);
  }
}
