import { createHash, hash } from 'node:crypto';
import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { ContentLayout, type Segment } from '../storage/content-layout.ts';
import { openInside } from '../storage/open-inside.ts';
import { toStorageError } from '../storage/storage-error.ts';
import type { HashJob } from './hash-job.ts';

/** Bytes that are read at a time: large enough for full speed, small enough for the processor's cache. */
const READ_LENGTH = 1024 * 1024;

/**
 * Hashes pieces of files, synchronously: for workers, and for small content between two turns of the event loop. Keeps
 * one file open, because pieces come in order.
 */
export class PieceFileHasher {
  readonly #job: HashJob;
  readonly #layout: ContentLayout;
  readonly #buffer: Uint8Array;
  #file = -1;
  #fd: number | undefined;

  constructor(job: HashJob) {
    this.#job = job;
    this.#layout = new ContentLayout(job.files);
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(READ_LENGTH, job.pieceLength));
  }

  /** SHA-1 of a piece; `undefined` when a file is missing or ends too early. @throws StorageError on anything else */
  hash(piece: number): Uint8Array | undefined {
    const offset = piece * this.#job.pieceLength;
    const size = Math.min(this.#job.pieceLength, this.#job.totalLength - offset);
    if (size <= this.#buffer.length) {
      // One call for a whole piece is cheaper than a hash object that is fed.
      const bytes = this.#buffer.subarray(0, size);
      return this.#read(offset, bytes) ? hash('sha1', bytes, 'buffer') : undefined;
    }
    const sha1 = createHash('sha1');
    for (let done = 0; done < size; done += this.#buffer.length) {
      const bytes = this.#buffer.subarray(0, Math.min(this.#buffer.length, size - done));
      if (!this.#read(offset + done, bytes)) return undefined;
      sha1.update(bytes);
    }
    return sha1.digest();
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
    this.#file = -1;
  }

  #read(offset: number, bytes: Uint8Array): boolean {
    return this.#layout.segments(offset, bytes.length).every((segment) => this.#readSegment(segment, bytes));
  }

  #readSegment(segment: Segment, bytes: Uint8Array): boolean {
    const end = segment.offset + segment.length;
    if (segment.padding) {
      bytes.fill(0, segment.offset, end);
      return true;
    }
    const fd = this.#open(segment.file);
    if (fd === undefined) return false;
    let position = segment.fileOffset;
    for (let at = segment.offset; at < end; ) {
      const count = this.#readSome(fd, bytes.subarray(at, end), position);
      if (count === 0) return false;
      at += count;
      position += count;
    }
    return true;
  }

  #readSome(fd: number, bytes: Uint8Array, position: number): number {
    try {
      return readSync(fd, bytes, 0, bytes.length, position);
    } catch (error) {
      throw toStorageError(error, join(this.#job.root, ...(this.#job.files[this.#file]?.path ?? [])));
    }
  }

  #open(index: number): number | undefined {
    if (this.#file === index) return this.#fd;
    this.close();
    const file = this.#job.files[index];
    this.#fd = file && openInside(this.#job.root, file.path, 'read');
    this.#file = index;
    return this.#fd;
  }
}
