import type { ContentStorage } from './content-storage.ts';

/** Bytes that get memory at once. */
const CHUNK = 256 * 1024;

/** Content in memory, which grows with what is written. What was never written reads as zeros. */
export class MemoryStorage implements ContentStorage {
  readonly #chunks = new Map<number, Uint8Array>();

  async read(offset: number, views: readonly Uint8Array[]): Promise<void> {
    let at = offset;
    for (const view of views) {
      for (const { chunk, inChunk, inBytes, length } of partsOf(at, view.length)) {
        const bytes = this.#chunks.get(chunk);
        if (bytes === undefined) view.fill(0, inBytes, inBytes + length);
        else view.set(bytes.subarray(inChunk, inChunk + length), inBytes);
      }
      at += view.length;
    }
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    for (const { chunk, inChunk, inBytes, length } of partsOf(offset, bytes.length)) {
      const target = this.#chunks.get(chunk) ?? new Uint8Array(CHUNK);
      this.#chunks.set(chunk, target);
      target.set(bytes.subarray(inBytes, inBytes + length), inChunk);
    }
  }

  reservedBytes(): number {
    return Number.POSITIVE_INFINITY;
  }

  async finish(): Promise<void> {}

  /** What was written stays: a torrent that pauses comes back to it. */
  close(): void {}
}

interface Part {
  readonly chunk: number;
  readonly inChunk: number;
  /** Where it begins in the bytes that are read or written. */
  readonly inBytes: number;
  readonly length: number;
}

function* partsOf(offset: number, length: number): Generator<Part> {
  for (let at = offset; at < offset + length; ) {
    const inChunk = at % CHUNK;
    const part = Math.min(CHUNK - inChunk, offset + length - at);
    yield { chunk: Math.floor(at / CHUNK), inChunk, inBytes: at - offset, length: part };
    at += part;
  }
}
