import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Metainfo, TorrentFile } from '@seedbed/protocol';
import { ContentLayout } from './content-layout.ts';
import { ContentPlace } from './content-place.ts';
import type { OpenableFile, OpenFiles } from './open-files.ts';
import { openInside } from './open-inside.ts';
import { readFully, writeFully } from './positional-io.ts';
import { StorageError, toStorageError } from './storage-error.ts';

/** What storage needs of a torrent. */
export type StoredTorrent = Pick<Metainfo, 'name' | 'files'>;

/** The part of the views, taken as one row of bytes, that begins at `offset` and has `length` bytes. */
const sliceViews = (views: readonly Uint8Array[], offset: number, length: number): Uint8Array[] => {
  const slices: Uint8Array[] = [];
  let begin = 0;
  for (const view of views) {
    const from = Math.max(0, offset - begin);
    const to = Math.min(view.length, offset + length - begin);
    if (from < to) slices.push(view.subarray(from, to));
    begin += view.length;
  }
  return slices;
};

/**
 * The content of one torrent on disk, read and written as one row of bytes. Files are opened when they are first used.
 * Padding (BEP 47) reads as zeros and is never written.
 */
export class TorrentStorage {
  readonly place: ContentPlace;
  readonly #files: readonly TorrentFile[];
  readonly #layout: ContentLayout;
  readonly #handles: readonly OpenableFile[];
  readonly #openFiles: OpenFiles;

  /**
   * @param dir real path of the folder that holds the content
   * @throws StorageError
   */
  constructor(torrent: StoredTorrent, dir: string, openFiles: OpenFiles) {
    this.place = new ContentPlace(dir, torrent.name);
    this.#files = torrent.files;
    this.#layout = new ContentLayout(torrent.files);
    this.#handles = torrent.files.map((file) => this.#openable(file));
    this.#openFiles = openFiles;
  }

  /** Fills the views with the bytes from `offset` of the torrent on. @throws StorageError */
  async read(offset: number, views: readonly Uint8Array[]): Promise<void> {
    const length = views.reduce((sum, view) => sum + view.length, 0);
    for (const segment of this.#layout.segments(offset, length)) {
      const target = sliceViews(views, segment.offset, segment.length);
      if (segment.padding) {
        for (const view of target) view.fill(0);
        continue;
      }
      const full = await this.#use(segment.file, false, (fd) => readFully(fd, target, segment.fileOffset));
      if (full !== true) {
        const path = this.#handle(segment.file).path;
        throw new StorageError('changed', `${path} ${full === undefined ? 'is gone' : 'has become shorter'}`);
      }
    }
  }

  /** Writes the bytes from `offset` of the torrent on. @throws StorageError */
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.place.beginWriting();
    for (const segment of this.#layout.segments(offset, bytes.length)) {
      if (segment.padding) continue;
      const part = bytes.subarray(segment.offset, segment.offset + segment.length);
      await this.#use(segment.file, true, (fd) => writeFully(fd, part, segment.fileOffset));
    }
  }

  /** Every piece is verified and on disk: makes the files of no bytes and gives the content its name. @throws StorageError */
  finish(): void {
    for (const [index, file] of this.#files.entries()) {
      if (file.length === 0 && !file.padding) this.#makeEmpty(file, this.#handle(index).path);
    }
    // Of nothing but padding nothing lies on the disk.
    if (this.#files.some((file) => !file.padding)) this.place.finish();
  }

  /** Closes what is open as soon as it is not in use any more. */
  close(): void {
    for (const handle of this.#handles) this.#openFiles.retire(handle);
  }

  #makeEmpty(file: TorrentFile, path: string): void {
    try {
      const there = this.#open(file, false);
      const isEmpty = there !== undefined && fstatSync(there).size === 0;
      if (there !== undefined) closeSync(there);
      if (isEmpty) return;
      this.place.beginWriting();
      const made = this.#open(file, true);
      if (made !== undefined) closeSync(made);
    } catch (error) {
      throw toStorageError(error, path);
    }
  }

  async #use<T>(index: number, write: boolean, action: (fd: number) => Promise<T>): Promise<T | undefined> {
    const handle = this.#handle(index);
    try {
      return await this.#openFiles.use(handle, write, action);
    } catch (error) {
      throw toStorageError(error, handle.path);
    }
  }

  #handle(index: number): OpenableFile {
    const handle = this.#handles[index];
    if (handle === undefined) throw new RangeError(`There is no file ${index}`);
    return handle;
  }

  #openable(file: TorrentFile): OpenableFile {
    const path = (): string => join(this.place.dir, ...this.#pathOf(file));
    const open = (write: boolean): number | undefined => this.#open(file, write);
    return {
      get path() {
        return path();
      },
      open,
    };
  }

  #open(file: TorrentFile, write: boolean): number | undefined {
    const mode = write ? (file.executable ? 'write-executable' : 'write') : 'read';
    const fd = openInside(this.place.dir, this.#pathOf(file), mode);
    if (fd === undefined || !write) return fd;
    try {
      // A file that is too long is not the torrent's: with the tail of an older one it would never be equal.
      if (fstatSync(fd).size > file.length) ftruncateSync(fd, file.length);
      return fd;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  #pathOf(file: TorrentFile): string[] {
    return [this.place.name, ...file.path.slice(1)];
  }
}
