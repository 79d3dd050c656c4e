import { BLOCK_LENGTH, PIECE_HEADER_LENGTH, writePieceHeader } from '@seedbed/protocol';
import type { BlockMessage } from './block-message.ts';
import type { SpanMemory } from './span-memory.ts';

const FRAME_LENGTH = PIECE_HEADER_LENGTH + BLOCK_LENGTH;

/** Where a span lies. */
export interface SpanPlace {
  readonly piece: number;
  /** Where the span begins in its piece, bytes: on the 16 KiB grid. */
  readonly begin: number;
  /** Bytes of payload. */
  readonly length: number;
}

/**
 * Some blocks of one piece, in a row, each with the header of its `piece` message before it. The disk fills the payloads
 * where they lie, so a block that is asked for on the usual 16 KiB grid can be sent as a view: nothing is copied.
 *
 * Its memory is used again when the last of its holders has released it.
 */
export class FramedSpan {
  readonly #place: SpanPlace;
  readonly #bytes: Uint8Array;
  readonly #memory: SpanMemory;
  #holders = 0;
  /** Where the disk puts the payload, a view for each block. */
  readonly payloads: readonly Uint8Array[];

  constructor(place: SpanPlace, memory: SpanMemory) {
    const { piece, begin, length } = place;
    const blocks = Math.ceil(length / BLOCK_LENGTH);
    this.#place = place;
    this.#memory = memory;
    this.#bytes = memory.take(blocks * PIECE_HEADER_LENGTH + length);
    this.payloads = Array.from({ length: blocks }, (_, block) => {
      const size = Math.min(BLOCK_LENGTH, length - block * BLOCK_LENGTH);
      const at = block * FRAME_LENGTH;
      writePieceHeader(this.#bytes, at, piece, begin + block * BLOCK_LENGTH, size);
      return this.#bytes.subarray(at + PIECE_HEADER_LENGTH, at + PIECE_HEADER_LENGTH + size);
    });
  }

  /** Bytes of memory. */
  get size(): number {
    return this.#bytes.length;
  }

  /** So many more need the bytes; each releases them once. */
  hold(count: number): void {
    this.#holders += count;
  }

  /** A holder needs the bytes no more; after the last one they are another span's. */
  release(): void {
    this.#holders--;
    if (this.#holders === 0) this.#memory.giveBack(this.#bytes);
    if (this.#holders < 0) throw new Error('invariant: a span was released more often than held');
  }

  /**
   * The whole `piece` message of a block, a view that takes the caller's hold over; `undefined`, and the caller keeps its
   * hold, when it is not exactly one block of the grid in this span.
   */
  message(begin: number, length: number): BlockMessage | undefined {
    const offset = begin - this.#place.begin;
    const payload = this.payloads[offset / BLOCK_LENGTH];
    if (payload?.length !== length) return undefined;
    const at = (offset / BLOCK_LENGTH) * FRAME_LENGTH;
    return { bytes: this.#bytes.subarray(at, at + PIECE_HEADER_LENGTH + length), release: () => this.release() };
  }

  /** Copies the part of [begin, begin + target.length) of the piece that lies in this span to its place in `target`. */
  copyTo(target: Uint8Array, begin: number): void {
    const end = Math.min(begin + target.length, this.#place.begin + this.#place.length);
    let at = Math.max(begin, this.#place.begin);
    while (at < end) {
      const offset = at - this.#place.begin;
      const inBlock = offset % BLOCK_LENGTH;
      const payload = this.payloads[Math.floor(offset / BLOCK_LENGTH)] ?? new Uint8Array(0);
      const part = payload.subarray(inBlock, inBlock + end - at);
      target.set(part, at - begin);
      at += part.length;
    }
  }
}
