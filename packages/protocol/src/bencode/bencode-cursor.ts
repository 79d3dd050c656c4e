import { describeByte } from '../describe-byte.ts';
import { BencodeError, type BencodeErrorCode } from './bencode-error.ts';

const END = 0x65;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** A place in bencoded bytes, and the two kinds of values that hold no others. */
export class BencodeCursor {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Offset of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** The next byte, undefined at the end. */
  get byte(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** Whether a string begins here. */
  get atDigit(): boolean {
    return isDigit(this.byte);
  }

  step(): void {
    this.#at += 1;
  }

  /** Passes a string and answers where its bytes begin; they end where the cursor then stands. @throws BencodeError */
  passString(): number {
    const start = this.#at;
    const length = this.#passDigits();
    const after = this.byte;
    if (after === undefined) this.fail('truncated', start, 'the bytes end inside the length of a string');
    if (after !== COLON) {
      this.fail('bad-length', start, `found ${describeByte(after)} in the length of a string, expected digits and ":"`);
    }
    if (this.#bytes[start] === ZERO && this.#at - start > 1) {
      this.fail('bad-length', start, 'the length of a string begins with a superfluous 0');
    }
    const first = this.#at + 1;
    const left = this.#bytes.length - first;
    if (length > left) this.fail('truncated', start, `a string of ${length} bytes, but only ${left} are left`);
    this.#at = first + length;
    return first;
  }

  /** Passes an integer, from its `i` to its `e`. @throws BencodeError */
  passInteger(): void {
    const start = this.#at;
    this.step();
    const negative = this.byte === MINUS;
    if (negative) this.step();
    const first = this.#at;
    const size = this.#passDigits();
    const after = this.byte;
    if (after === undefined) this.fail('truncated', start, 'the bytes end inside an integer');
    if (after !== END || this.#at === first) {
      this.fail('bad-integer', start, `found ${describeByte(after)} in an integer, expected digits and "e"`);
    }
    if (this.#bytes[first] === ZERO && (negative || this.#at - first > 1)) {
      this.fail('bad-integer', start, 'an integer is written without a superfluous 0 and without -0');
    }
    if (size > Number.MAX_SAFE_INTEGER) {
      this.fail('integer-range', start, `an integer beyond ${negative ? '-' : ''}(2^53 - 1) can't be read exactly`);
    }
    this.step();
  }

  fail(code: BencodeErrorCode, offset: number, text: string): never {
    throw new BencodeError(code, offset, text);
  }

  /** Passes digits; the answer is exact up to 2^53 - 1, and beyond it only certain to be larger. */
  #passDigits(): number {
    let size = 0;
    for (let byte = this.byte; isDigit(byte); byte = this.byte) {
      size = size * 10 + (byte - ZERO);
      this.step();
    }
    return size;
  }
}

/** Whether a byte is an ASCII digit. */
export function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
