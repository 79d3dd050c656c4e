import { closeSync, fdatasync, fstatSync, ftruncateSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Metainfo, TorrentFile } from '@seedbed/protocol';
import type { FileSelection } from '../../file-selection.ts';
import { ContentLayout, type Segment } from './content-layout.ts';
import type { ContentPlace } from './content-place.ts';
import type { ContentStamps } from './content-stamps.ts';
import type { ContentStorage } from './content-storage.ts';
import { stampAt, stampOfOpen } from './file-stamp.ts';
import type { OpenableFile, OpenFiles } from './open-files.ts';
import { openInside } from './open-inside.ts';
import { readFully, writeFully } from './positional-io.ts';
import { ignoreStorageError, StorageError, type StorageErrorCode, toStorageError } from './storage-error.ts';

/** What storage needs of a torrent. */
export type StoredTorrent = Pick<Metainfo, 'name' | 'files'>;

export interface TorrentStorageComponents {
  readonly place: ContentPlace;
  /** The files that get their names in the end. */
  readonly selection: Pick<FileSelection, 'has'>;
  readonly openFiles: OpenFiles;
  /** What the files were like when the content was checked. */
  readonly stamps: ContentStamps;
  /**
   * Somebody else changed a file, or took it away; told whenever it is noticed. Resolves when what was there is there
   * again, unchanged, and reading goes on; rejects with a `StorageError` when it is not.
   */
  readonly onDoubt: (file: number, path: string) => Promise<void>;
}

/** What a read may say of content that was there: something is wrong with it, not with us. */
const LOST: ReadonlySet<StorageErrorCode> = new Set(['changed', 'broken', 'not-a-file', 'not-a-folder', 'symlink']);

/** Bytes that `stat` counts as one block, on every system. */
const BLOCK_OF_STAT = 512;

/** Files that get their names between two turns of the event loop. */
const FILES_A_TURN = 200;

const syncData = (fd: number): Promise<void> =>
  new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });

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
 * Padding (BEP 47) reads as zeros and is never written. Bytes of a file that somebody else has changed are not handed out.
 */
export class TorrentStorage implements ContentStorage {
  readonly place: ContentPlace;
  readonly stamps: ContentStamps;
  readonly #files: readonly TorrentFile[];
  readonly #selection: Pick<FileSelection, 'has'>;
  readonly #layout: ContentLayout;
  readonly #handles: readonly OpenableFile[];
  readonly #openFiles: OpenFiles;
  readonly #onDoubt: TorrentStorageComponents['onDoubt'];
  readonly #writes = new Set<Promise<unknown>>();

  constructor(torrent: StoredTorrent, { place, selection, openFiles, stamps, onDoubt }: TorrentStorageComponents) {
    this.place = place;
    this.stamps = stamps;
    this.#files = torrent.files;
    this.#selection = selection;
    this.#layout = new ContentLayout(torrent.files);
    this.#handles = torrent.files.map((file, index) => this.#openable(file, index));
    this.#openFiles = openFiles;
    this.#onDoubt = onDoubt;
  }

  /** Fills the views with the bytes from `offset` of the torrent on. @throws StorageError */
  async read(offset: number, views: readonly Uint8Array[]): Promise<void> {
    const length = views.reduce((sum, view) => sum + view.length, 0);
    for (const segment of this.#layout.segments(offset, length)) {
      const target = sliceViews(views, segment.offset, segment.length);
      if (segment.padding) for (const view of target) view.fill(0);
      else await this.#readSegment(segment, target);
    }
  }

  /** Writes the bytes from `offset` of the torrent on. @throws StorageError */
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    for (const segment of this.#layout.segments(offset, bytes.length)) {
      if (segment.padding) continue;
      const part = bytes.subarray(segment.offset, segment.offset + segment.length);
      this.#beginWriting(segment.file);
      await this.#underWay(this.#use(segment.file, true, (fd) => this.#writePart(segment, fd, part)));
    }
  }

  /** Resolves when the files of these parts of the torrent's bytes are on stable storage. @throws StorageError */
  async sync(parts: Iterable<{ readonly offset: number; readonly length: number }>): Promise<void> {
    const files = new Set<number>();
    for (const { offset, length } of parts) {
      for (const { file, padding } of this.#layout.segments(offset, length)) if (!padding) files.add(file);
    }
    for (const file of files) await this.#use(file, false, syncData);
  }

  /** Bytes at the beginning of a file for which it has room on the disk already: none where it has holes. */
  reservedBytes(file: number): number {
    const { path } = this.#handle(file);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats?.isFile() && stats.blocks * BLOCK_OF_STAT >= stats.size ? stats.size : 0;
  }

  /** The selected files are verified and on disk: makes those of no bytes, and gives all of them their names. @throws StorageError */
  finish(): Promise<void> {
    return this.#underWay(this.#finish());
  }

  /** Closes what is open as soon as it is not in use any more. */
  close(): void {
    for (const handle of this.#handles) this.#openFiles.retire(handle);
  }

  /** Resolves when no write is under way. Never rejects. */
  async written(): Promise<void> {
    await Promise.allSettled(this.#writes);
  }

  async #finish(): Promise<void> {
    const stored = [...this.#files.entries()].filter(([, { padding }]) => !padding);
    const selected = stored.filter(([index]) => this.#selection.has(index));
    for (const [index, file] of selected) if (file.length === 0) this.#makeEmpty(file, index);
    // Files in a folder stay as they are when that gets another name.
    if (selected.length === stored.length && this.place.finishFolder()) return;
    for (const [turn, [index]] of selected.entries()) {
      if (turn % FILES_A_TURN === FILES_A_TURN - 1) await nextTurn();
      if (!this.place.hasFinal(index)) this.#moved(index, () => this.place.finishFile(index));
    }
    this.place.tidy();
  }

  /** Whoever closes the content waits for this. */
  async #underWay<T>(change: Promise<T>): Promise<T> {
    this.#writes.add(change);
    return change.finally(() => this.#writes.delete(change));
  }

  async #readSegment(segment: Segment, target: readonly Uint8Array[]): Promise<void> {
    const { file } = segment;
    // Looked at after the reading: a file that is as we left it now was so when it was read, too.
    while (!(await this.#readPart(segment, target)) || !this.stamps.isAsLeft(file, this.#handle(file).path)) {
      await this.#doubt(file);
    }
  }

  /** Answers false when the bytes are not there any more. */
  async #readPart({ file, fileOffset }: Segment, target: readonly Uint8Array[]): Promise<boolean> {
    try {
      return (await this.#use(file, false, (fd) => readFully(fd, target, fileOffset))) === true;
    } catch (error) {
      if (error instanceof StorageError && LOST.has(error.code)) return false;
      throw error;
    }
  }

  async #writePart({ file, fileOffset }: Segment, fd: number, bytes: Uint8Array): Promise<void> {
    // What was changed is found out elsewhere; what is written now is right in any case.
    if (!this.stamps.beginWrite(file, fd)) this.#doubt(file).catch(ignoreStorageError);
    try {
      await writeFully(fd, bytes, fileOffset);
    } finally {
      this.stamps.endWrite(file, fd);
    }
  }

  #doubt(file: number): Promise<void> {
    const handle = this.#handle(file);
    this.stamps.doubt(file);
    // What lies at the path now may be another file than the one that is open.
    this.#openFiles.retire(handle);
    return this.#onDoubt(file, handle.path);
  }

  #beginWriting(file: number): void {
    if (this.place.hasFinal(file)) this.#moved(file, () => this.place.beginWriting(file));
  }

  /** The inode of a file changes with its name. */
  #moved(file: number, move: () => void): void {
    this.stamps.around(file, () => stampAt(this.#handle(file).path), move);
  }

  #makeEmpty(file: TorrentFile, index: number): void {
    const { path } = this.#handle(index);
    try {
      const there = this.#open(file, index, false);
      const isEmpty = there !== undefined && fstatSync(there).size === 0;
      if (there !== undefined) closeSync(there);
      if (isEmpty) return;
      this.#beginWriting(index);
      const made = this.#open(file, index, true);
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

  #openable(file: TorrentFile, index: number): OpenableFile {
    const path = (): string => join(this.place.dir, ...this.place.namesOf(index));
    const open = (write: boolean): number | undefined => this.#open(file, index, write);
    return {
      get path() {
        return path();
      },
      open,
    };
  }

  #open(file: TorrentFile, index: number, write: boolean): number | undefined {
    const mode = write ? (file.executable ? 'write-executable' : 'write') : 'read';
    const fd = openInside(this.place.dir, this.place.namesOf(index), mode);
    if (fd === undefined || !write) return fd;
    try {
      // A file that is too long is not the torrent's: with the tail of an older one it would never be equal.
      if (fstatSync(fd).size > file.length) {
        this.stamps.around(
          index,
          () => stampOfOpen(fd),
          () => ftruncateSync(fd, file.length),
        );
      }
      return fd;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }
}
