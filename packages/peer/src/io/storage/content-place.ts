import { lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
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

const rename = (from: string, to: string): void => {
  try {
    renameSync(from, to);
  } catch (error) {
    throw toStorageError(error, from);
  }
};

/**
 * Where the content of a torrent lies. What is being written is called `NAME.part`, file or folder; it gets its name in
 * one step when every piece is verified. So nothing that was interrupted can be taken for complete, at any moment, and
 * a folder changes its name no differently from a file. Damaged content that lies under its final name goes back to
 * `NAME.part` before its first byte is changed.
 */
export class ContentPlace {
  /** Real path of the folder that the content lies in. */
  readonly dir: string;
  readonly #final: string;
  readonly #part: string;
  #name: string;

  /** @throws StorageError when the folder cannot be looked into */
  constructor(dir: string, name: string) {
    this.dir = dir;
    this.#final = name;
    this.#part = unfinishedName(name);
    // Content under the final name is what the user means, for example to seed it.
    this.#name = exists(join(dir, name)) ? name : this.#part;
  }

  /** The name that the content has just now, below `dir`. */
  get name(): string {
    return this.#name;
  }

  get path(): string {
    return join(this.dir, this.#name);
  }

  get finalPath(): string {
    return join(this.dir, this.#final);
  }

  /** Whether the content has its final name. */
  get isFinal(): boolean {
    return this.#name === this.#final;
  }

  /** To be called before anything is written. @throws StorageError */
  beginWriting(): void {
    if (!this.isFinal) return;
    const part = join(this.dir, this.#part);
    if (exists(part)) {
      throw new StorageError(
        'two-names',
        `${this.finalPath} is not complete and ${part} exists too: remove one of them`,
      );
    }
    if (exists(this.finalPath)) rename(this.finalPath, part);
    this.#name = this.#part;
  }

  /** To be called when every piece is verified and on disk. @throws StorageError */
  finish(): void {
    if (this.isFinal) return;
    if (exists(this.finalPath)) {
      throw new StorageError(
        'two-names',
        `${this.path} is complete, but ${this.finalPath} is in its way: move that one`,
      );
    }
    rename(this.path, this.finalPath);
    this.#name = this.#final;
  }
}
