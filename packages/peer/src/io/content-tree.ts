import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareBytes, MetainfoError, safeName } from '@seedbed/protocol';
import { toStorageError } from './storage/storage-error.ts';

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
  return names.toSorted(compareBytes).map((bytes) => bytes.toString('utf8'));
};

/** Stands in a name for bytes that are no UTF-8: what is called so can't be looked at under this name. */
const NOT_UTF8 = '\ufffd';

/** The part of a path down to the first name that others could not have as it is, if there is one. */
const oddPart = (path: readonly string[]): readonly string[] | undefined => {
  const at = path.findIndex((name) => safeName(name) !== name);
  return at < 0 ? undefined : path.slice(0, at + 1);
};

/** Refuses odd names: the first by its path, with how many others there are. */
const refuse = (root: string, odd: ReadonlyMap<string, readonly string[]>): void => {
  const [first] = odd.values();
  if (first === undefined) return;
  const path = JSON.stringify(join(basename(root), ...first));
  const safe = JSON.stringify(safeName(first.at(-1) ?? ''));
  const others = odd.size === 1 ? '' : ` (and ${odd.size - 1} more with such names)`;
  throw new MetainfoError('bad-name', `${path} can't be shared: others would get ${safe}, rename it first${others}`);
};

/**
 * Looks for the files of a torrent that is to be made, in the order of the bytes of their names. Symbolic links are not
 * followed.
 *
 * @param path a file or a folder, as a real path
 * @throws StorageError when a part of it cannot be read
 * @throws MetainfoError when names in it can't be in a torrent
 */
export function findContent(path: string): ContentTree {
  const files: FoundFile[] = [];
  const skipped: string[] = [];
  const odd = new Map<string, readonly string[]>();
  // A stack and no recursion: how deep a tree goes is not ours to know.
  const open: string[][] = [[]];
  let isFolder = false;
  for (let names = open.pop(); names !== undefined; names = open.pop()) {
    if (names.at(-1)?.includes(NOT_UTF8)) {
      odd.set(names.join('/'), names);
      continue;
    }
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
        const part = oddPart(names);
        if (part !== undefined) odd.set(part.join('/'), part);
        files.push({ path: names, length: stats.size, executable: (stats.mode & OWNER_MAY_EXECUTE) !== 0 });
      } else {
        skipped.push(at);
      }
    } catch (error) {
      throw toStorageError(error, at);
    }
  }
  refuse(path, odd);
  return { isFolder, files, skipped };
}
