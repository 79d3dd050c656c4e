import { WireError } from './wire/wire-error.ts';

/**
 * One bit for each piece: set means that the piece is there. The first piece is the highest bit of the first byte and
 * the spare bits of the last byte are 0 (BEP 3), so `bytes` is the body of a `bitfield` message as it stands.
 */
export class Bitfield {
  /** Number of pieces. */
  readonly length: number;
  readonly #bytes: Uint8Array;
  #count: number;

  constructor(length: number) {
    this.length = length;
    this.#bytes = new Uint8Array(Bitfield.byteLength(length));
    this.#count = 0;
  }

  /** Bytes of a bitfield for so many pieces. */
  static byteLength(length: number): number {
    return Math.ceil(length / 8);
  }

  /** The bitfield of a message body, copied. @throws WireError `bad-bitfield` on a wrong size or spare bits that are set */
  static fromBytes(bytes: Uint8Array, length: number): Bitfield {
    const size = Bitfield.byteLength(length);
    if (bytes.length !== size) {
      throw new WireError('bad-bitfield', `bitfield of ${bytes.length} bytes, but ${length} pieces take ${size}`);
    }
    const spareBits = 0xff >> (length % 8 || 8);
    if (((bytes.at(-1) ?? 0) & spareBits) !== 0) {
      throw new WireError('bad-bitfield', `bitfield has bits set after its ${length} pieces, they must be 0`);
    }
    const bitfield = new Bitfield(length);
    bitfield.#bytes.set(bytes);
    for (const byte of bytes) bitfield.#count += bitsSet(byte);
    return bitfield;
  }

  /** Every piece is there. */
  static full(length: number): Bitfield {
    const bitfield = new Bitfield(length);
    bitfield.#bytes.fill(0xff);
    const spare = bitfield.#bytes.length * 8 - length;
    if (spare > 0) bitfield.#bytes[bitfield.#bytes.length - 1] = 0xff << spare;
    bitfield.#count = length;
    return bitfield;
  }

  /** Pieces that are there. */
  get count(): number {
    return this.#count;
  }

  /** A view, not a copy: it changes with the bitfield and is only to be read. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#count === this.length;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Whether the piece is there; no for one that does not exist. */
  has(piece: number): boolean {
    return piece < this.length && ((this.#bytes[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0;
  }

  /** Marks a piece as there; answers whether that is new. @throws RangeError when there is no such piece */
  set(piece: number): boolean {
    this.#check(piece);
    if (this.has(piece)) return false;
    this.#flip(piece);
    this.#count += 1;
    return true;
  }

  /** Marks a piece as missing; answers whether that is new. @throws RangeError when there is no such piece */
  clear(piece: number): boolean {
    this.#check(piece);
    if (!this.has(piece)) return false;
    this.#flip(piece);
    this.#count -= 1;
    return true;
  }

  copy(): Bitfield {
    const copy = new Bitfield(this.length);
    copy.#bytes.set(this.#bytes);
    copy.#count = this.#count;
    return copy;
  }

  /** Whether a piece is here that `other`, of the same torrent, lacks: then `other` is interested in us. */
  hasAnyNotIn(other: Bitfield): boolean {
    for (let i = 0; i < this.#bytes.length; i += 1) {
      if (((this.#bytes[i] ?? 0) & ~(other.#bytes[i] ?? 0)) !== 0) return true;
    }
    return false;
  }

  /** The pieces that are here and that `other`, of the same torrent, lacks; in order. */
  piecesNotIn(other: Bitfield): number[] {
    const pieces: number[] = [];
    for (let i = 0; i < this.#bytes.length; i += 1) {
      for (let rest = (this.#bytes[i] ?? 0) & ~(other.#bytes[i] ?? 0); rest !== 0; ) {
        const bit = Math.clz32(rest) - 24;
        pieces.push(i * 8 + bit);
        rest &= ~(0x80 >> bit);
      }
    }
    return pieces;
  }

  #flip(piece: number): void {
    this.#bytes[piece >> 3] = (this.#bytes[piece >> 3] ?? 0) ^ (0x80 >> (piece & 7));
  }

  #check(piece: number): void {
    if (!Number.isInteger(piece) || piece < 0 || piece >= this.length) {
      throw new RangeError(`There is no piece ${piece} of ${this.length}`);
    }
  }
}

function bitsSet(byte: number): number {
  let bits = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
