import { type Bitfield, equalBytes, type Metainfo } from '@seedbed/protocol';
import type { PieceHasher } from './hashing/piece-hasher.ts';
import type { Journal } from './journal/journal.ts';
import { PatientDisk, type PatientDiskOptions } from './patient-disk.ts';
import type { BlockWriter } from './pieces/block-writer.ts';
import type { IntakeBudget } from './pieces/intake-budget.ts';
import { PieceBuffers } from './pieces/piece-buffers.ts';
import type { ContentStorage } from './storage/content-storage.ts';
import type { OpenedContent } from './storage/opened-content.ts';
import { type Part, unreservedParts } from './storage/unreserved-parts.ts';
import type { BlockMessage } from './upload/block-message.ts';
import { BlockReader } from './upload/block-reader.ts';
import type { SpanCache } from './upload/span-cache.ts';

export interface ContentComponents {
  readonly metainfo: Metainfo;
  readonly opened: Pick<OpenedContent, 'storage' | 'journal' | 'cacheName' | 'outgoing'>;
  readonly hasher: PieceHasher;
  /** Shared by all torrents of a daemon. */
  readonly budget: IntakeBudget;
  readonly cache: SpanCache;
}

/** Bytes of zeros in one write: large enough for the full speed of a disk, and each is one short turn. */
const RESERVE_STEP = 4 * 1024 * 1024;

/** The content of one torrent between the sockets and the disk: what arrives, what is verified, what is read for others. */
export class Content {
  readonly #metainfo: Metainfo;
  readonly #storage: ContentStorage;
  readonly #journal: Journal | undefined;
  readonly #disk: PatientDisk;
  readonly #buffers: PieceBuffers;
  readonly #reader: BlockReader;
  readonly #outgoing: OpenedContent['outgoing'];

  constructor({ metainfo, opened, hasher, budget, cache }: ContentComponents, options: PatientDiskOptions) {
    const { geometry } = metainfo;
    const { storage, journal, cacheName, outgoing } = opened;
    const disk = new PatientDisk(options);
    this.#metainfo = metainfo;
    this.#storage = storage;
    this.#journal = journal;
    this.#disk = disk;
    this.#reader = new BlockReader(geometry, storage, cache, cacheName);
    this.#outgoing = outgoing;
    this.#buffers = new PieceBuffers({
      geometry,
      budget,
      hasher,
      disk: {
        write: (offset, bytes, isObsolete) => disk.do(() => storage.write(offset, bytes), isObsolete),
        read: (offset, bytes) => disk.do(() => storage.read(offset, [bytes])),
      },
    });
  }

  /** Where the bytes of a block go that was asked for. */
  openBlock(piece: number, begin: number, length: number): BlockWriter {
    return this.#buffers.open(piece, begin, length);
  }

  /** The whole `piece` message of a block that is on disk. Rejects with a `StorageError`. */
  readBlock(piece: number, begin: number, length: number): BlockMessage | Promise<BlockMessage> {
    const block = this.#reader.read(piece, begin, length);
    if (this.#outgoing === undefined) return block;
    return block instanceof Promise ? block.then(this.#outgoing) : this.#outgoing(block);
  }

  /**
   * Hashes a piece of which every block is in, writes it, and writes down that it is there, in this order: what the
   * journal names is on the disk, and what peers are told stands in the journal. `undefined` when the content was closed
   * meanwhile.
   */
  async verify(piece: number): Promise<'verified' | 'corrupt' | undefined> {
    const partial = this.#buffers.get(piece);
    const digest = await partial.digest();
    if (digest === undefined) return undefined;
    const isCorrect = equalBytes(digest, this.#metainfo.pieceHash(piece));
    if (isCorrect && !(await partial.store())) return undefined;
    if (isCorrect) this.#journal?.record(piece);
    this.#buffers.drop(piece);
    return isCorrect ? 'verified' : 'corrupt';
  }

  /** The blocks of an unfinished piece are of no use any more. */
  forget(piece: number): void {
    this.#buffers.drop(piece);
  }

  /**
   * Writes zeros where pieces are missing, so that the disk can't be full later. Node has no other way to ask for room.
   *
   * @param settled pieces that are there, or are not wanted
   * @param onProgress bytes that have their place now, and all that had none
   * @returns false when the content was closed meanwhile
   */
  async reserve(settled: Bitfield, onProgress: (done: number, total: number) => void): Promise<boolean> {
    const { files, geometry } = this.#metainfo;
    const reserved = files.map((_, file) => this.#storage.reservedBytes(file));
    const parts = (): Iterable<Part> =>
      unreservedParts(files, geometry, settled, (file) => reserved[file] ?? 0, RESERVE_STEP);
    let total = 0;
    for (const { length } of parts()) total += length;
    const zeros = new Uint8Array(Math.min(RESERVE_STEP, total));
    let done = 0;
    for (const { offset, length } of parts()) {
      onProgress(done, total);
      if (!(await this.#disk.do(() => this.#storage.write(offset, zeros.subarray(0, length))))) return false;
      done += length;
    }
    this.#journal?.recordStamps();
    return true;
  }

  /** Every wanted piece is on disk: gives the wanted files their names. Answers false when it was closed meanwhile. */
  finish(): Promise<boolean> {
    return this.#disk.do(async () => {
      await this.#storage.finish();
      this.#journal?.recordStamps();
    });
  }

  /** Forgets what is unfinished and closes the files. */
  close(): void {
    this.#disk.close();
    this.#buffers.close();
    this.#reader.close();
    this.#storage.close();
  }
}
