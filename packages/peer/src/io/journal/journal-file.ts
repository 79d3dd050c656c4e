import { hash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolders } from '../storage/make-folders.ts';
import type { OpenableFile, OpenFiles } from '../storage/open-files.ts';
import { StorageError, systemCode, toStorageError } from '../storage/storage-error.ts';
import type { JournalSubject } from './journal-lines.ts';

/** Nothing of ours is larger: the content of ten million pieces takes a tenth of it. Bytes. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** Where the journal of some content lies below the folder for journals. */
export const journalPath = (folder: string, { infoHash, path }: JournalSubject): string =>
  join(folder, `${infoHash}-${hash('sha1', path, 'hex').slice(0, 12)}.journal`);

/** What stands in a journal, as text; `undefined` when there is none that can be read. */
export function readJournalFile(path: string): string | undefined {
  try {
    // O_NONBLOCK: a named pipe in its place must not keep us waiting.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile() || stats.size > MAX_LENGTH) return undefined;
      const bytes = Buffer.allocUnsafe(stats.size);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

/**
 * The file of a journal. It is written synchronously: some hundred bytes into the system's memory take 5 µs, a way to
 * another thread and back takes many times that, and a piece does not count before its line is written.
 */
export class JournalFile implements OpenableFile {
  readonly path: string;
  readonly #openFiles: OpenFiles;
  #length = 0;

  constructor(path: string, openFiles: OpenFiles) {
    this.path = path;
    this.#openFiles = openFiles;
  }

  /** Bytes of it. */
  get length(): number {
    return this.#length;
  }

  /** Only what `replace` has made. @throws StorageError */
  open(): number {
    return openSync(this.path, constants.O_WRONLY | constants.O_NOFOLLOW);
  }

  /** Writes the journal anew, in one step: at each moment there is the old one or the new one. @throws StorageError */
  replace(text: string): void {
    const fresh = `${this.path}.new`;
    try {
      // As the XDG Base Directory specification wants folders that it did not find.
      makeFolders(dirname(this.path), 0o700);
      writeFileSync(fresh, text);
      this.close();
      renameSync(fresh, this.path);
      this.#length = Buffer.byteLength(text);
    } catch (error) {
      throw toStorageError(error, this.path);
    }
  }

  /** @throws StorageError; what was written of it is then a torn line at the end */
  append(text: string): void {
    try {
      const bytes = Buffer.from(text);
      const written = this.#openFiles.useNow(this, (fd) => writeSync(fd, bytes, 0, bytes.length, this.#length));
      if (written !== bytes.length) throw new StorageError('no-room', `no room left on the disk for ${this.path}`);
      this.#length += written;
    } catch (error) {
      throw toStorageError(error, this.path);
    }
  }

  /** Resolves when it is on stable storage. @throws StorageError */
  async sync(): Promise<void> {
    try {
      await this.#openFiles.use(this, true, syncFile);
    } catch (error) {
      throw toStorageError(error, this.path);
    }
  }

  /** Makes sure that nobody reads it any more. @throws StorageError */
  remove(): void {
    try {
      this.close();
      rmSync(this.path, { force: true });
    } catch (error) {
      throw toStorageError(error, this.path);
    }
  }

  close(): void {
    this.#openFiles.retire(this);
  }
}

const syncFile = (fd: number): Promise<void> =>
  new Promise((resolve, reject) => {
    fsync(fd, (error) => (error ? reject(error) : resolve()));
  });
