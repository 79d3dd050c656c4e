import { close } from 'node:fs';
import type { StorageError } from './storage-error.ts';
import { toStorageError } from './storage-error.ts';

/** A file that can be opened when it is needed; the object is the key under which it stays open. */
export interface OpenableFile {
  readonly path: string;
  /** @returns a file descriptor, or `undefined` when the file is missing and was only to be read */
  open(write: boolean): number | undefined;
}

interface OpenFile {
  readonly fd: number;
  readonly path: string;
  readonly writable: boolean;
  users: number;
  /** Closed as soon as the last user is done. */
  retired: boolean;
}

/**
 * The open files of all torrents of a daemon, the least recently used first. Files open when they are first used; above
 * the limit those that nobody uses just now are closed again, so that a torrent of 10,000 files fits under `ulimit -n`.
 */
export class OpenFiles {
  readonly #limit: number;
  readonly #onCloseFailed: (error: StorageError) => void;
  readonly #open = new Map<OpenableFile, OpenFile>();

  /** @param onCloseFailed a disk may tell only now that it lost what was written */
  constructor(limit: number, onCloseFailed: (error: StorageError) => void) {
    this.#limit = limit;
    this.#onCloseFailed = onCloseFailed;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Runs `action` with the file open; it is not closed before `action` ends. `undefined` when there is no such file to read. */
  async use<T>(file: OpenableFile, write: boolean, action: (fd: number) => Promise<T>): Promise<T | undefined> {
    const open = this.#get(file, write);
    if (open === undefined) return undefined;
    open.users++;
    try {
      return await action(open.fd);
    } finally {
      open.users--;
      this.#closeIfDone(open);
    }
  }

  /** Runs something short with the file open for writing. `undefined` when it was not opened. */
  useNow<T>(file: OpenableFile, action: (fd: number) => T): T | undefined {
    const open = this.#get(file, true);
    return open && action(open.fd);
  }

  /** Closes a file, now or when its last user is done. */
  retire(file: OpenableFile): void {
    const open = this.#open.get(file);
    if (open === undefined) return;
    this.#open.delete(file);
    open.retired = true;
    this.#closeIfDone(open);
  }

  #get(file: OpenableFile, write: boolean): OpenFile | undefined {
    const known = this.#open.get(file);
    if (known !== undefined && (known.writable || !write)) {
      this.#open.delete(file);
      this.#open.set(file, known);
      return known;
    }
    const fd = file.open(write);
    if (fd === undefined) return undefined;
    this.retire(file);
    const open = { fd, path: file.path, writable: write, users: 0, retired: false };
    this.#open.set(file, open);
    this.#evict(file);
    return open;
  }

  #evict(newest: OpenableFile): void {
    for (const [file, open] of this.#open) {
      if (this.#open.size <= this.#limit) return;
      if (open.users === 0 && file !== newest) this.retire(file);
    }
  }

  #closeIfDone(open: OpenFile): void {
    if (!open.retired || open.users > 0) return;
    close(open.fd, (error) => {
      if (error) this.#onCloseFailed(toStorageError(error, open.path));
    });
  }
}
