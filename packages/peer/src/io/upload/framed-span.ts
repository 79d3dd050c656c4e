import { BLOCK_LENGTH, PIECE_HEADER_LENGTH, writePieceHeader } from '@seedbed/protocol';

const FRAME_LENGTH = PIECE_HEADER_LENGTH + BLOCK_LENGTH;

/**
 * Some blocks of one piece, in a row, each with the header of its `piece` message before it. The disk fills the payloads
 * where they lie, so a block that is asked for on the usual 16 KiB grid can be sent as a view: nothing is copied.
 */
export class FramedSpan {
  readonly #begin: number;
  readonly #length: number;
  readonly #bytes: Uint8Array;
  /** Where the disk puts the payload, a view for each block. */
  readonly payloads: readonly Uint8Array[];

  /**
   * @param begin where the span begins in its piece, bytes: on the 16 KiB grid
   * @param length bytes of payload
   */
  constructor(piece: number, begin: number, length: number) {
    const blocks = Math.ceil(length / BLOCK_LENGTH);
    this.#begin = begin;
    this.#length = length;
    this.#bytes = Buffer.allocUnsafeSlow(blocks * PIECE_HEADER_LENGTH + length);
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

  /** The whole `piece` message of a block, a view; `undefined` when it is not exactly one block of the grid in this span. */
  message(begin: number, length: number): Uint8Array | undefined {
    const offset = begin - this.#begin;
    const payload = this.payloads[offset / BLOCK_LENGTH];
    if (payload?.length !== length) return undefined;
    const at = (offset / BLOCK_LENGTH) * FRAME_LENGTH;
    return this.#bytes.subarray(at, at + PIECE_HEADER_LENGTH + length);
  }

  /** Copies the part of [begin, begin + target.length) of the piece that lies in this span to its place in `target`. */
  copyTo(target: Uint8Array, begin: number): void {
    const end = Math.min(begin + target.length, this.#begin + this.#length);
    let at = Math.max(begin, this.#begin);
    while (at < end) {
      const offset = at - this.#begin;
      const inBlock = offset % BLOCK_LENGTH;
      const payload = this.payloads[Math.floor(offset / BLOCK_LENGTH)] ?? new Uint8Array(0);
      const part = payload.subarray(inBlock, inBlock + end - at);
      target.set(part, at - begin);
      at += part.length;
    }
  }
}
