import { encodePieceHeader, type Geometry, PIECE_HEADER_LENGTH } from '@seedbed/protocol';
import type { BlockMessage } from './block-message.ts';
import { FramedSpan } from './framed-span.ts';
import type { SpanCache } from './span-cache.ts';

/** The content as the reader needs it: fills the views from `offset` of the torrent on. */
export interface ReadableContent {
  read(offset: number, views: readonly Uint8Array[]): Promise<void>;
}

/**
 * Bytes of a piece that are read at once: a whole piece of the usual sizes. 16 KiB at a time would be ten times slower,
 * and a piece may be 512 MiB.
 */
const SPAN_LENGTH = 1024 * 1024;

/** Reads the blocks that peers ask for, as whole `piece` messages. */
export class BlockReader {
  readonly #geometry: Geometry;
  readonly #content: ReadableContent;
  readonly #cache: SpanCache;
  readonly #prefix: string;

  /** @param prefix names the torrent in the cache */
  constructor(geometry: Geometry, content: ReadableContent, cache: SpanCache, prefix: string) {
    this.#geometry = geometry;
    this.#content = content;
    this.#cache = cache;
    this.#prefix = `${prefix}/`;
  }

  /** A whole `piece` message: at once when the block is in memory. Rejects with a `StorageError`. */
  read(piece: number, begin: number, length: number): BlockMessage | Promise<BlockMessage> {
    const span = this.#span(piece, begin);
    if (span instanceof Promise) return this.#await(span, piece, begin, length);
    return this.#cut(span, begin, length) ?? this.#copy(piece, begin, length);
  }

  /** Forgets what was read of this torrent. */
  close(): void {
    this.#cache.forget(this.#prefix);
  }

  async #await(reading: Promise<FramedSpan>, piece: number, begin: number, length: number): Promise<BlockMessage> {
    return this.#cut(await reading, begin, length) ?? this.#copy(piece, begin, length);
  }

  /** A view for the usual block, which then holds the span. */
  #cut(span: FramedSpan, begin: number, length: number): BlockMessage | undefined {
    const message = span.message(begin, length);
    if (message === undefined) span.release();
    return message;
  }

  /** For blocks off the grid, or of another length: put together from one or two spans. */
  async #copy(piece: number, begin: number, length: number): Promise<BlockMessage> {
    const bytes = Buffer.allocUnsafeSlow(PIECE_HEADER_LENGTH + length);
    bytes.set(encodePieceHeader(piece, begin, length));
    const payload = bytes.subarray(PIECE_HEADER_LENGTH);
    for (let at = spanBegin(begin); at < begin + length; at += SPAN_LENGTH) {
      const span = await this.#span(piece, at);
      span.copyTo(payload, begin);
      span.release();
    }
    return { bytes, release: () => {} };
  }

  #span(piece: number, at: number): FramedSpan | Promise<FramedSpan> {
    const begin = spanBegin(at);
    return this.#cache.get(`${this.#prefix}${piece}/${begin}`, () => this.#read(piece, begin));
  }

  async #read(piece: number, begin: number): Promise<FramedSpan> {
    const length = Math.min(SPAN_LENGTH, this.#geometry.pieceSize(piece) - begin);
    const span = new FramedSpan({ piece, begin, length }, this.#cache.memory);
    await this.#content.read(this.#geometry.pieceOffset(piece) + begin, span.payloads);
    return span;
  }
}

const spanBegin = (at: number): number => at - (at % SPAN_LENGTH);
