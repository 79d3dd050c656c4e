import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Metainfo } from '@seedbed/protocol';
import { enterFolders } from './open-inside.ts';
import { removeFoldersInside } from './remove-inside.ts';
import { StorageError, systemCode, toStorageError } from './storage-error.ts';

const SUFFIX = '.part';
/** Bytes of the longest name that the usual file systems take. */
const MAX_NAME = 255;

/** The name of content that is not complete: `NAME.part`, shortened where that would be too long for a file system. */
export const unfinishedName = (name: string): string => {
  let stem = name;
  while (Buffer.byteLength(stem) + SUFFIX.length > MAX_NAME) stem = [...stem].slice(0, -1).join('');
  return stem + SUFFIX;
};

const exists = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw toStorageError(error, path);
  }
};

/** Whether something lies where a file belongs, or in the place of a folder on the way to it. */
const isTaken = (path: string): boolean => {
  try {
    return exists(path);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-a-folder') return true;
    throw error;
  }
};

/**
 * Where the files of a torrent lie: each below `NAME.part` while it is not finished, and below `NAME` from then on (of a
 * torrent of one file these are the file itself). So nothing that was interrupted can be taken for complete, at any moment.
 *
 * Content of which everything was wanted gets its name in one step. Where only some files were, those alone move to
 * `NAME`; what came with them of other files, in the pieces that they share, stays below `NAME.part` for whoever wants
 * the rest later, and for the other peers. A damaged file goes back to `NAME.part` before its first byte is changed.
 */
export class ContentPlace {
  /** Real path of the folder that the content lies in. */
  readonly dir: string;
  readonly #name: string;
  readonly #part: string;
  /** Of each file the names below `NAME`; padding has no place. */
  readonly #paths: readonly (readonly string[] | undefined)[];
  readonly #final: Set<number>;

  /** @throws StorageError when the folder cannot be looked into */
  constructor(dir: string, { name, files }: Pick<Metainfo, 'name' | 'files'>) {
    this.dir = dir;
    this.#name = name;
    this.#part = unfinishedName(name);
    this.#paths = files.map(({ path, padding }) => (padding ? undefined : path.slice(1)));
    const isNamed = exists(this.finalPath);
    const isSplit = isNamed && exists(this.#partPath);
    // What has its final name is what the user means, for example to seed it.
    this.#final = new Set(this.#stored().filter((file) => isNamed && (!isSplit || isTaken(this.finalPathOf(file)))));
  }

  /** The file or folder to tell people of: the finished one where there is one. */
  get path(): string {
    return this.#final.size > 0 ? this.finalPath : this.#partPath;
  }

  get finalPath(): string {
    return join(this.dir, this.#name);
  }

  /** Whether all of the content has its final name. */
  get isFinal(): boolean {
    return this.#stored().every((file) => this.#final.has(file));
  }

  /** Whether some files have their final names and others have not. */
  get isSplit(): boolean {
    return this.#final.size > 0 && !this.isFinal;
  }

  /** Whether a file has its final name. */
  hasFinal(file: number): boolean {
    return this.#final.has(file);
  }

  /** Where a file lies just now, or comes to lie: names below `dir`. */
  namesOf(file: number): readonly string[] {
    return [this.#final.has(file) ? this.#name : this.#part, ...this.#below(file)];
  }

  finalPathOf(file: number): string {
    return join(this.finalPath, ...this.#below(file));
  }

  /** To be called before anything is written to a file. @throws StorageError */
  beginWriting(file: number): void {
    if (!this.#final.has(file)) return;
    const from = this.finalPathOf(file);
    const to = join(this.#partPath, ...this.#below(file));
    if (isTaken(from)) {
      if (isTaken(to)) {
        throw new StorageError('two-names', `${from} is not complete and ${to} exists too: remove one of them`);
      }
      this.#move([this.#name, ...this.#below(file)], [this.#part, ...this.#below(file)]);
    }
    this.#final.delete(file);
  }

  /**
   * Everything is verified and on disk: gives a folder its name in one step, where nothing has that name yet.
   *
   * @returns whether that could be done
   * @throws StorageError
   */
  finishFolder(): boolean {
    const isFolder = this.#paths.some((path) => path !== undefined && path.length > 0);
    if (!isFolder || this.#final.size > 0 || exists(this.finalPath)) return false;
    this.#move([this.#part], [this.#name]);
    for (const file of this.#stored()) this.#final.add(file);
    return true;
  }

  /** A file is verified and on disk: gives it its name. @throws StorageError */
  finishFile(file: number): void {
    if (this.#final.has(file)) return;
    const names = [this.#part, ...this.#below(file)];
    const to = this.finalPathOf(file);
    if (isTaken(to)) {
      const from = join(this.dir, ...names);
      throw new StorageError('two-names', `${from} is complete, but ${to} is in its way: move that one`);
    }
    this.#move(names, [this.#name, ...this.#below(file)]);
    this.#final.add(file);
  }

  /** Takes away the unfinished folders that finished files have left empty. @throws StorageError */
  tidy(): void {
    if (!exists(this.#partPath)) return;
    removeFoldersInside(
      this.dir,
      this.#stored().map((file) => [this.#part, ...this.#below(file)]),
    );
  }

  get #partPath(): string {
    return join(this.dir, this.#part);
  }

  /** The files that lie on the disk. */
  #stored(): number[] {
    return this.#paths.flatMap((path, file) => (path === undefined ? [] : [file]));
  }

  #below(file: number): readonly string[] {
    return this.#paths[file] ?? [];
  }

  /** No link is followed on either way, as when files are opened. */
  #move(from: readonly string[], to: readonly string[]): void {
    const path = join(this.dir, ...from);
    enterFolders(this.dir, from, false);
    enterFolders(this.dir, to, true);
    try {
      renameSync(path, join(this.dir, ...to));
    } catch (error) {
      throw toStorageError(error, path);
    }
  }
}
