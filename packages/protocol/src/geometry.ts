/** Bytes of a block, the unit that peers ask for: 16 KiB (BEP 3: "all current implementations use 2^14"). */
export const BLOCK_LENGTH = 16384;

/**
 * How the bytes of a torrent fall into pieces and blocks. All arithmetic with last pieces and last blocks is here.
 *
 * Lengths and offsets are bytes. Offsets go beyond 2^32, so nothing here uses bit operators on them. A piece or block
 * that does not exist is the caller's fault: what came from a peer goes through `isPiece`, `contains` or `isBlock` first.
 */
export class Geometry {
  readonly totalLength: number;
  readonly pieceLength: number;
  readonly pieceCount: number;

  /** @throws RangeError when a length is no integer of at least 1 */
  constructor(totalLength: number, pieceLength: number) {
    if (!Number.isSafeInteger(totalLength) || totalLength < 1) {
      throw new RangeError(`A torrent holds at least 1 byte, not ${totalLength}`);
    }
    if (!Number.isSafeInteger(pieceLength) || pieceLength < 1) {
      throw new RangeError(`A piece holds at least 1 byte, not ${pieceLength}`);
    }
    this.totalLength = totalLength;
    this.pieceLength = pieceLength;
    this.pieceCount = Math.ceil(totalLength / pieceLength);
  }

  /** Bytes of a piece; the last one may be shorter. */
  pieceSize(piece: number): number {
    return Math.min(this.pieceLength, this.totalLength - this.pieceOffset(piece));
  }

  /** Where a piece begins in the bytes of the torrent. @throws RangeError when there is no such piece */
  pieceOffset(piece: number): number {
    if (!this.isPiece(piece)) throw new RangeError(`There is no piece ${piece} of ${this.pieceCount}`);
    return piece * this.pieceLength;
  }

  /** Blocks of a piece. */
  blockCount(piece: number): number {
    return Math.ceil(this.pieceSize(piece) / BLOCK_LENGTH);
  }

  /** Bytes of a block; the last one of a piece may be shorter. @throws RangeError when there is no such block */
  blockLength(piece: number, block: number): number {
    const begin = block * BLOCK_LENGTH;
    const size = this.pieceSize(piece);
    if (!Number.isInteger(block) || block < 0 || begin >= size) {
      throw new RangeError(`There is no block ${block} in piece ${piece} of ${size} bytes`);
    }
    return Math.min(BLOCK_LENGTH, size - begin);
  }

  /** Whether a number from outside names a piece. */
  isPiece(n: number): boolean {
    return Number.isInteger(n) && n >= 0 && n < this.pieceCount;
  }

  /** Whether `length` bytes from `begin`, at least one, lie inside the piece. */
  contains(piece: number, begin: number, length: number): boolean {
    return (
      this.isPiece(piece) &&
      Number.isInteger(begin) &&
      Number.isInteger(length) &&
      begin >= 0 &&
      length > 0 &&
      begin + length <= this.pieceSize(piece)
    );
  }

  /** Whether this is exactly one block of the 16 KiB grid. */
  isBlock(piece: number, begin: number, length: number): boolean {
    return (
      this.contains(piece, begin, length) &&
      begin % BLOCK_LENGTH === 0 &&
      length === this.blockLength(piece, begin / BLOCK_LENGTH)
    );
  }
}
