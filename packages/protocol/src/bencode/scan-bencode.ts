import { equalBytes } from '../bytes.ts';
import { describeByte } from '../describe-byte.ts';
import { decodeUtf8, utf8, withoutControls } from '../text.ts';
import { BencodeError } from './bencode-error.ts';
import { type BencodeLimits, DEFAULT_LIMITS } from './bencode-limits.ts';
import { DictionaryKeys } from './dictionary-keys.ts';

/** What a scan found. */
export interface BencodeScan {
  /** Bytes of the value; only white space follows. */
  readonly end: number;
  /** Where the value of the top dictionary's key `info` lies: its SHA-1 is the info hash. */
  readonly info: { readonly start: number; readonly end: number } | undefined;
  /** Whether some dictionary does not have its keys in byte order, as BEP 3 asks. */
  readonly unsorted: boolean;
}

const INTEGER = 0x69;
const LIST = 0x6c;
const DICTIONARY = 0x64;
const END = 0x65;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

const INFO_KEY = utf8('info');
/** Would become the prototype of the decoded object. */
const PROTOTYPE_KEY = utf8('__proto__');
/** Would vanish when the key becomes a text, so that the key looks like another one. */
const BYTE_ORDER_MARK = utf8('\ufeff');

/** A list or dictionary whose end is still to come. */
interface Container {
  readonly start: number;
  /** The keys so far; undefined for a list. */
  readonly keys: DictionaryKeys | undefined;
  /** A key was read, its value is next. */
  awaitsValue: boolean;
}

/**
 * Checks that the bytes are one value of strict bencode (BEP 3), before anything is decoded. It walks over the bytes
 * once, without recursion, and allocates only for containers and keys that are there.
 *
 * @throws BencodeError at the first byte that is wrong
 */
export function scanBencode(bytes: Uint8Array, limits: BencodeLimits = {}): BencodeScan {
  return new Scan(bytes, { ...DEFAULT_LIMITS, ...limits }).run();
}

class Scan {
  readonly #bytes: Uint8Array;
  readonly #limits: Required<BencodeLimits>;
  readonly #open: Container[] = [];
  #at = 0;
  #values = 0;
  #info: BencodeScan['info'];
  #unsorted = false;

  constructor(bytes: Uint8Array, limits: Required<BencodeLimits>) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  run(): BencodeScan {
    const { length } = this.#bytes;
    const { maxLength } = this.#limits;
    if (length === 0) this.#fail('empty', 0, 'nothing is there, a bencoded value is expected');
    if (length > maxLength) this.#fail('too-large', 0, `${length} bytes, at most ${maxLength} are read`);
    do this.#step();
    while (this.#open.length > 0);
    this.#checkTail();
    return { end: this.#at, info: this.#info, unsorted: this.#unsorted };
  }

  /** Takes one integer, string, key, beginning or end. */
  #step(): void {
    const start = this.#at;
    const byte = this.#bytes[start];
    const container = this.#open.at(-1);
    if (byte === undefined) this.#fail('truncated', start, 'the bytes end inside a list or dictionary');
    if (byte === END && container) this.#close(container);
    else if (container?.keys && !container.awaitsValue) this.#readKey(container, container.keys);
    else if (byte === LIST || byte === DICTIONARY) this.#begin(byte === DICTIONARY);
    else if (byte === INTEGER) this.#readInteger();
    else if (isDigit(byte)) this.#readString();
    else this.#fail('unexpected-byte', start, `found ${describeByte(byte)}, expected a digit, "i", "l" or "d"`);
  }

  #begin(dictionary: boolean): void {
    const { maxDepth } = this.#limits;
    if (this.#open.length >= maxDepth) this.#fail('too-deep', this.#at, `nested deeper than ${maxDepth} levels`);
    const keys = dictionary ? new DictionaryKeys(this.#bytes) : undefined;
    this.#open.push({ start: this.#at, keys, awaitsValue: false });
    this.#at += 1;
  }

  #close(container: Container): void {
    if (container.awaitsValue) this.#fail('missing-value', this.#at, 'the dictionary ends after a key');
    this.#open.pop();
    this.#at += 1;
    this.#valueEnds(container.start);
  }

  /** The value from `start` is whole: it was an item, or belongs to the last key. */
  #valueEnds(start: number): void {
    this.#values += 1;
    const { maxValues } = this.#limits;
    if (this.#values > maxValues) this.#fail('too-many-values', start, `more than ${maxValues} values`);
    const parent = this.#open.at(-1);
    if (!parent?.keys) return;
    if (this.#open.length === 1 && isKey(parent.keys.last, INFO_KEY)) this.#info = { start, end: this.#at };
    parent.awaitsValue = false;
  }

  #readKey(container: Container, keys: DictionaryKeys): void {
    const start = this.#at;
    const byte = this.#bytes[start];
    if (byte === undefined || !isDigit(byte)) {
      this.#fail('bad-key', start, `found ${describeByte(byte)}, expected a key (a string) or "e"`);
    }
    const keyStart = this.#readStringHead();
    const order = keys.add(keyStart, this.#at);
    if (order === 'duplicate') this.#fail('duplicate-key', start, `key ${this.#quote(keyStart)} is there twice`);
    if (order === 'unsorted') this.#unsorted = true;
    if (isKey(keys.last, PROTOTYPE_KEY) || isKey(keys.last?.subarray(0, 3), BYTE_ORDER_MARK)) {
      this.#fail('forbidden-key', start, `key ${this.#quote(keyStart)} is not accepted`);
    }
    this.#values += 1;
    container.awaitsValue = true;
  }

  #readString(): void {
    const start = this.#at;
    this.#readStringHead();
    this.#valueEnds(start);
  }

  /** Reads a string, answers where its bytes begin, and leaves `#at` behind it. */
  #readStringHead(): number {
    const start = this.#at;
    const length = this.#readDigits();
    const after = this.#bytes[this.#at];
    if (after === undefined) this.#fail('truncated', start, 'the bytes end inside the length of a string');
    if (after !== COLON) {
      this.#fail(
        'bad-length',
        start,
        `found ${describeByte(after)} in the length of a string, expected digits and ":"`,
      );
    }
    if (this.#bytes[start] === ZERO && this.#at - start > 1) {
      this.#fail('bad-length', start, 'the length of a string begins with a superfluous 0');
    }
    const first = this.#at + 1;
    const left = this.#bytes.length - first;
    if (length > left) this.#fail('truncated', start, `a string of ${length} bytes, but only ${left} are left`);
    this.#at = first + length;
    return first;
  }

  #readInteger(): void {
    const start = this.#at;
    this.#at += 1;
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative) this.#at += 1;
    const first = this.#at;
    const size = this.#readDigits();
    const after = this.#bytes[this.#at];
    if (after === undefined) this.#fail('truncated', start, 'the bytes end inside an integer');
    if (after !== END || this.#at === first) {
      this.#fail('bad-integer', start, `found ${describeByte(after)} in an integer, expected digits and "e"`);
    }
    if (this.#bytes[first] === ZERO && (negative || this.#at - first > 1)) {
      this.#fail('bad-integer', start, 'an integer is written without a superfluous 0 and without -0');
    }
    if (size > Number.MAX_SAFE_INTEGER) {
      this.#fail('integer-range', start, `an integer beyond ${negative ? '-' : ''}(2^53 - 1) can't be read exactly`);
    }
    this.#at += 1;
    this.#valueEnds(start);
  }

  /** Reads digits; the answer is exact up to 2^53 - 1 and above it only large. */
  #readDigits(): number {
    let size = 0;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || !isDigit(byte)) return size;
      size = size * 10 + (byte - ZERO);
      this.#at += 1;
    }
  }

  #checkTail(): void {
    for (let i = this.#at; i < this.#bytes.length; i += 1) {
      const byte = this.#bytes[i];
      if (!this.#limits.trailingWhiteSpace || !isWhiteSpace(byte)) {
        this.#fail('trailing-bytes', i, `found ${describeByte(byte)} after the value, expected the end`);
      }
    }
  }

  /** The key from `start` to here, short enough for one line. */
  #quote(start: number): string {
    const shown = this.#bytes.subarray(start, Math.min(this.#at, start + 40));
    return `"${withoutControls(decodeUtf8(shown), '?')}"`;
  }

  #fail(code: BencodeError['code'], offset: number, text: string): never {
    throw new BencodeError(code, offset, text);
  }
}

function isKey(key: Uint8Array | undefined, expected: Uint8Array): boolean {
  return key !== undefined && equalBytes(key, expected);
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
