import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareBytes } from '@seedbed/protocol';
import { StorageError, toStorageError } from './storage/storage-error.ts';

/** A file that was found: its names below the root, and its length in bytes. */
export interface FoundFile {
  readonly path: readonly string[];
  readonly length: number;
  readonly executable: boolean;
}

/** The files below a file or folder, and what was left out. */
export interface ContentTree {
  readonly isFolder: boolean;
  readonly files: readonly FoundFile[];
  /** Symbolic links, pipes, sockets and devices: a torrent holds none of them. */
  readonly skipped: readonly string[];
}

const OWNER_MAY_EXECUTE = 0o100;

/** Names of a folder in the order of their bytes, which is the same on every machine. */
const sortedNames = (folder: string): string[] => {
  const names: Buffer[] = readdirSync(folder, { encoding: 'buffer' });
  return names.toSorted(compareBytes).map((bytes) => {
    const name = bytes.toString('utf8');
    if (Buffer.from(name).equals(bytes)) return name;
    throw new StorageError('failed', `${join(folder, name)}: the name is not UTF-8; rename it`);
  });
};

/**
 * Looks for the files of a torrent that is to be made, in the order of the bytes of their names. Symbolic links are not
 * followed.
 *
 * @param path a file or a folder, as a real path
 * @throws StorageError when a part of it cannot be read
 */
export function findContent(path: string): ContentTree {
  const files: FoundFile[] = [];
  const skipped: string[] = [];
  // A stack and no recursion: how deep a tree goes is not ours to know.
  const open: string[][] = [[]];
  let isFolder = false;
  for (let names = open.pop(); names !== undefined; names = open.pop()) {
    const at = join(path, ...names);
    try {
      const stats = lstatSync(at);
      if (stats.isDirectory()) {
        isFolder ||= names.length === 0;
        const parent = names;
        open.push(
          ...sortedNames(at)
            .toReversed()
            .map((name) => [...parent, name]),
        );
      } else if (stats.isFile()) {
        files.push({ path: names, length: stats.size, executable: (stats.mode & OWNER_MAY_EXECUTE) !== 0 });
      } else {
        skipped.push(at);
      }
    } catch (error) {
      throw toStorageError(error, at);
    }
  }
  return { isFolder, files, skipped };
}
