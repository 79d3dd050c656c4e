import { equalBytes } from '../bytes.ts';
import { describeByte } from '../describe-byte.ts';
import { utf8 } from '../text.ts';
import { BencodeCursor } from './bencode-cursor.ts';
import { type BencodeLimits, DEFAULT_LIMITS } from './bencode-limits.ts';
import { DictionaryKeys } from './dictionary-keys.ts';
import { quoteKey } from './quote-key.ts';

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
  readonly #cursor: BencodeCursor;
  readonly #open: Container[] = [];
  #values = 0;
  #info: BencodeScan['info'];
  #unsorted = false;

  constructor(bytes: Uint8Array, limits: Required<BencodeLimits>) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#cursor = new BencodeCursor(bytes);
  }

  run(): BencodeScan {
    const { length } = this.#bytes;
    const { maxLength } = this.#limits;
    if (length === 0) this.#cursor.fail('empty', 0, 'nothing is there, a bencoded value is expected');
    if (length > maxLength) this.#cursor.fail('too-large', 0, `${length} bytes, at most ${maxLength} are read`);
    do this.#step();
    while (this.#open.length > 0);
    const end = this.#cursor.at;
    this.#checkTail(end);
    return { end, info: this.#info, unsorted: this.#unsorted };
  }

  /** Takes one integer, string, key, beginning or end. */
  #step(): void {
    const { at: start, byte } = this.#cursor;
    const container = this.#open.at(-1);
    if (byte === undefined) this.#cursor.fail('truncated', start, 'the bytes end inside a list or dictionary');
    if (container && byte === END) this.#close(container);
    else if (container?.keys && !container.awaitsValue) this.#takeKey(container, container.keys);
    else if (byte === LIST || byte === DICTIONARY) this.#begin(byte === DICTIONARY);
    else this.#takeScalar();
  }

  #takeScalar(): void {
    const { at: start, byte } = this.#cursor;
    if (byte === INTEGER) this.#cursor.passInteger();
    else if (this.#cursor.atDigit) this.#cursor.passString();
    else {
      const found = describeByte(byte);
      this.#cursor.fail('unexpected-byte', start, `found ${found}, expected a digit, "i", "l" or "d"`);
    }
    this.#endValue(start);
  }

  #begin(dictionary: boolean): void {
    const { at: start } = this.#cursor;
    const { maxDepth } = this.#limits;
    if (this.#open.length >= maxDepth) {
      this.#cursor.fail('too-deep', start, `lists and dictionaries are nested deeper than ${maxDepth} levels`);
    }
    const keys = dictionary ? new DictionaryKeys(this.#bytes) : undefined;
    this.#open.push({ start, keys, awaitsValue: false });
    this.#cursor.step();
  }

  #close(container: Container): void {
    if (container.awaitsValue) {
      this.#cursor.fail('missing-value', this.#cursor.at, 'the dictionary ends after a key, its value is missing');
    }
    this.#open.pop();
    this.#cursor.step();
    this.#endValue(container.start);
  }

  #takeKey(container: Container, keys: DictionaryKeys): void {
    const { at: start, byte } = this.#cursor;
    if (!this.#cursor.atDigit) {
      this.#cursor.fail('bad-key', start, `found ${describeByte(byte)}, expected a key (a string) or "e"`);
    }
    const first = this.#cursor.passString();
    const key = this.#bytes.subarray(first, this.#cursor.at);
    const order = keys.add(first, this.#cursor.at);
    if (order === 'duplicate') this.#cursor.fail('duplicate-key', start, `the key ${quoteKey(key)} is there twice`);
    if (order === 'unsorted') this.#unsorted = true;
    if (!this.#limits.rawKeys && changesAsText(key)) {
      this.#cursor.fail('forbidden-key', start, `the key ${quoteKey(key)} is not accepted`);
    }
    container.awaitsValue = true;
    this.#count(start);
  }

  /** The value from `start` is whole: it was an item, or belongs to the last key. */
  #endValue(start: number): void {
    this.#count(start);
    const parent = this.#open.at(-1);
    if (!parent?.keys) return;
    parent.awaitsValue = false;
    const key = parent.keys.last;
    if (this.#open.length === 1 && key && equalBytes(key, INFO_KEY)) this.#info = { start, end: this.#cursor.at };
  }

  #count(start: number): void {
    this.#values += 1;
    const { maxValues } = this.#limits;
    if (this.#values > maxValues) this.#cursor.fail('too-many-values', start, `more than ${maxValues} values and keys`);
  }

  #checkTail(end: number): void {
    for (let i = end; i < this.#bytes.length; i += 1) {
      const byte = this.#bytes[i];
      if (!this.#limits.trailingWhiteSpace || !isWhiteSpace(byte)) {
        this.#cursor.fail('trailing-bytes', i, `found ${describeByte(byte)} after the value, expected the end`);
      }
    }
  }
}

function changesAsText(key: Uint8Array): boolean {
  return equalBytes(key, PROTOTYPE_KEY) || equalBytes(key.subarray(0, BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}
