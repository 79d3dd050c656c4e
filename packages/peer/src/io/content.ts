import { equalBytes, type Metainfo } from '@seedbed/protocol';
import type { PieceHasher } from './hashing/piece-hasher.ts';
import { PatientDisk, type PatientDiskOptions } from './patient-disk.ts';
import type { BlockWriter } from './pieces/block-writer.ts';
import type { IntakeBudget } from './pieces/intake-budget.ts';
import { PieceBuffers } from './pieces/piece-buffers.ts';
import type { TorrentStorage } from './storage/torrent-storage.ts';
import { BlockReader } from './upload/block-reader.ts';
import type { SpanCache } from './upload/span-cache.ts';

export interface ContentComponents {
  readonly metainfo: Metainfo;
  readonly storage: TorrentStorage;
  readonly hasher: PieceHasher;
  /** Shared by all torrents of a daemon. */
  readonly budget: IntakeBudget;
  readonly cache: SpanCache;
}

/** The content of one torrent between the sockets and the disk: what arrives, what is verified, what is read for others. */
export class Content {
  readonly #metainfo: Metainfo;
  readonly #storage: TorrentStorage;
  readonly #disk: PatientDisk;
  readonly #buffers: PieceBuffers;
  readonly #reader: BlockReader;

  constructor({ metainfo, storage, hasher, budget, cache }: ContentComponents, options: PatientDiskOptions) {
    const { geometry, infoHashHex } = metainfo;
    const disk = new PatientDisk(options);
    this.#metainfo = metainfo;
    this.#storage = storage;
    this.#disk = disk;
    this.#reader = new BlockReader(geometry, storage, cache, infoHashHex);
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
  readBlock(piece: number, begin: number, length: number): Uint8Array | Promise<Uint8Array> {
    return this.#reader.read(piece, begin, length);
  }

  /** Hashes a piece of which every block is in, and writes it. `undefined` when the content was closed meanwhile. */
  async verify(piece: number): Promise<'verified' | 'corrupt' | undefined> {
    const partial = this.#buffers.get(piece);
    const digest = await partial.digest();
    if (digest === undefined) return undefined;
    const isCorrect = equalBytes(digest, this.#metainfo.pieceHash(piece));
    if (isCorrect && !(await partial.store())) return undefined;
    this.#buffers.drop(piece);
    return isCorrect ? 'verified' : 'corrupt';
  }

  /** The blocks of an unfinished piece are of no use any more. */
  forget(piece: number): void {
    this.#buffers.drop(piece);
  }

  /** Every piece is on disk: gives the content its name. Answers false when it was closed meanwhile. */
  finish(): Promise<boolean> {
    this.#buffers.trim();
    return this.#disk.do(() => this.#storage.finish());
  }

  /** Forgets what is unfinished and closes the files. */
  close(): void {
    this.#disk.close();
    this.#buffers.close();
    this.#reader.close();
    this.#storage.close();
  }
}
