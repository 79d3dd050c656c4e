import { describeByte } from '../describe-byte.ts';
import { decodeUtf8 } from '../text.ts';
import { BencodeCursor, isDigit } from './bencode-cursor.ts';
import { BencodeError, type BencodeErrorCode } from './bencode-error.ts';
import type { BencodeEntry, BencodeNode, BencodeOutline, BencodeRemark, BencodeString } from './bencode-node.ts';
import { DictionaryKeys } from './dictionary-keys.ts';
import { quoteKey } from './quote-key.ts';

/** Lists and dictionaries inside each other: the same as in the strict scan. */
const MAX_DEPTH = 64;
/** Values and keys: a torrent of 160,000 files, some 200 MiB as a tree. */
const MAX_VALUES = 1_000_000;
/** Characters of a number that are looked at: those of 2^64 take 20. */
const MAX_DIGITS = 1_000;

/**
 * Reads bencode as far as it can be understood, to show it: what is wrong is remarked, and where it is clear how to go on,
 * reading goes on. What is wrong, and the words for it, come from the strict cursor; `scanBencode` accepts just what
 * gives no remark here, integers beyond 2^53 - 1 apart, which are canonical and which nobody can read exactly.
 */
export function outlineBencode(bytes: Uint8Array, maxValues: number = MAX_VALUES): BencodeOutline {
  return new Outline(bytes, maxValues).run();
}

/** A list or dictionary whose end is still to come. */
interface Open {
  readonly start: number;
  readonly items: BencodeNode[];
  readonly entries: BencodeEntry[];
  /** The keys so far; undefined for a list. */
  readonly keys: DictionaryKeys | undefined;
  /** A key whose value is next. */
  key: BencodeString | undefined;
}

const INTEGER = 0x69;
const LIST = 0x6c;
const DICTIONARY = 0x64;
const END = 0x65;
const COLON = 0x3a;
const ZERO = 0x30;

class Outline {
  readonly #bytes: Uint8Array;
  readonly #maxValues: number;
  readonly #remarks: BencodeRemark[] = [];
  readonly #open: Open[] = [];
  #at = 0;
  #values = 0;
  #root: BencodeNode | undefined;
  /** Nobody can tell how to go on. */
  #isLost = false;

  constructor(bytes: Uint8Array, maxValues: number) {
    this.#bytes = bytes;
    this.#maxValues = maxValues;
  }

  run(): BencodeOutline {
    if (this.#bytes.length === 0) this.#lose('empty', 'nothing is there, a bencoded value is expected');
    while (!this.#isLost && this.#root === undefined) this.#step();
    const end = this.#at;
    while (this.#open.length > 0) this.#close(false);
    if (!this.#isLost && end < this.#bytes.length) this.#remarkTail(end);
    return { root: this.#root, remarks: this.#remarks, end };
  }

  #step(): void {
    const byte = this.#bytes[this.#at];
    const open = this.#open.at(-1);
    if (this.#values >= this.#maxValues) {
      this.#lose('too-many-values', `more than ${this.#maxValues} values and keys`);
    } else if (byte === undefined) this.#lose('truncated', 'the bytes end inside a list or dictionary');
    else if (byte === END && open !== undefined) this.#end(open);
    else if (open?.keys !== undefined && open.key === undefined) this.#takeKey(open, open.keys);
    else if (byte === LIST || byte === DICTIONARY) this.#begin(byte === DICTIONARY);
    else if (byte === INTEGER) this.#takeInteger();
    else if (isDigit(byte)) this.#place(this.#takeString());
    else this.#lose('unexpected-byte', `found ${describeByte(byte)}, expected a digit, "i", "l" or "d"`);
  }

  #begin(isDictionary: boolean): void {
    if (this.#open.length >= MAX_DEPTH) {
      return this.#lose('too-deep', `lists and dictionaries are nested deeper than ${MAX_DEPTH} levels`);
    }
    const keys = isDictionary ? new DictionaryKeys(this.#bytes) : undefined;
    this.#open.push({ start: this.#at, items: [], entries: [], keys, key: undefined });
    this.#at += 1;
  }

  #end(open: Open): void {
    if (open.key !== undefined) {
      this.#remark('missing-value', this.#at, 'the dictionary ends after a key, its value is missing');
    }
    this.#at += 1;
    this.#close(true);
  }

  /** Ends the innermost list or dictionary where reading stands. */
  #close(isWhole: boolean): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    const { start, items, entries, keys, key } = open;
    if (key !== undefined) entries.push({ key, value: undefined });
    const span = { start, end: this.#at, isWhole };
    this.#place(keys === undefined ? { type: 'list', items, ...span } : { type: 'dictionary', entries, ...span });
  }

  #takeKey(open: Open, keys: DictionaryKeys): void {
    const start = this.#at;
    const byte = this.#bytes[start];
    if (!isDigit(byte)) return this.#lose('bad-key', `found ${describeByte(byte)}, expected a key (a string) or "e"`);
    const key = this.#takeString();
    if (key === undefined) return;
    this.#values += 1;
    open.key = key;
    if (!key.isWhole) return;
    const before = keys.last;
    const order = keys.add(key.end - key.content.length, key.end);
    if (order === 'duplicate') this.#remark('duplicate-key', start, `the key ${quoteKey(key.content)} is there twice`);
    if (order === 'unsorted' && before !== undefined) {
      this.#remark(
        'unsorted-key',
        start,
        `the key ${quoteKey(key.content)} comes after ${quoteKey(before)}: not in byte order`,
      );
    }
  }

  /** A value is read: it is an item, belongs to the last key, or is all there is. */
  #place(node: BencodeNode | undefined): void {
    if (node === undefined) return;
    this.#values += 1;
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = node;
    else if (parent.keys === undefined) parent.items.push(node);
    else if (parent.key !== undefined) {
      parent.entries.push({ key: parent.key, value: node });
      parent.key = undefined;
    }
  }

  #takeInteger(): void {
    const start = this.#at;
    const limit = Math.min(this.#bytes.length, start + MAX_DIGITS);
    let end = start + 1;
    while (end < limit && isNumeric(this.#bytes[end])) end += 1;
    const error = this.#strictly((cursor) => cursor.passInteger());
    const digits = decodeUtf8(this.#bytes.subarray(start + 1, end));
    const isWhole = this.#bytes[end] === END;
    if (!isWhole) {
      this.#at = end;
      this.#lose(error?.code ?? 'bad-integer', withoutPlace(error) ?? 'an integer that is too long to be read', start);
    } else {
      this.#at = end + 1;
      if (error !== undefined && error.code !== 'integer-range') this.#remarkError(error);
    }
    this.#place({ type: 'integer', digits, start, end: this.#at, isWhole });
  }

  /** Undefined when it is not clear how many bytes it has. */
  #takeString(): BencodeString | undefined {
    const start = this.#at;
    let colon = start;
    let length = 0;
    for (let byte = this.#bytes[colon]; isDigit(byte); byte = this.#bytes[colon]) {
      length = length * 10 + (byte - ZERO);
      colon += 1;
    }
    const error = this.#strictly((cursor) => cursor.passString());
    if (this.#bytes[colon] !== COLON) {
      this.#lose(error?.code ?? 'bad-length', withoutPlace(error) ?? 'the length of a string has no ":"', start);
      return undefined;
    }
    const first = colon + 1;
    const isWhole = length <= this.#bytes.length - first;
    this.#at = isWhole ? first + length : this.#bytes.length;
    if (error !== undefined && isWhole) this.#remarkError(error);
    if (!isWhole) {
      const left = this.#bytes.length - first;
      this.#lose('truncated', `a string of ${length} bytes, but only ${left} are left`, start);
    }
    return { type: 'string', length, content: this.#bytes.subarray(first, this.#at), start, end: this.#at, isWhole };
  }

  /** What the strict reading of the token that begins here has to say against it. */
  #strictly(pass: (cursor: BencodeCursor) => void): BencodeError | undefined {
    try {
      pass(new BencodeCursor(this.#bytes, this.#at));
      return undefined;
    } catch (error) {
      if (error instanceof BencodeError) return error;
      throw error;
    }
  }

  #remarkTail(end: number): void {
    const tail = this.#bytes.subarray(end);
    const isWhite = tail.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
    const what = isWhite ? 'white space' : 'what is no part of it';
    const count = tail.length === 1 ? '1 byte follows' : `${tail.length} bytes follow`;
    this.#remark('trailing-bytes', end, `${count} the value: ${what}`);
  }

  #remarkError(error: BencodeError): void {
    this.#remark(error.code, error.offset, withoutPlace(error) ?? error.message);
  }

  #remark(code: BencodeRemark['code'], offset: number, text: string): void {
    this.#remarks.push({ offset, code, text });
  }

  #lose(code: BencodeErrorCode, text: string, offset: number = this.#at): void {
    this.#remark(code, offset, text);
    this.#isLost = true;
  }
}

/** The text of an error without the place, which a remark has apart. */
function withoutPlace(error: BencodeError | undefined): string | undefined {
  return error?.message.replace(/^byte \d+: /, '');
}

/** What people and programs write into an integer, right or wrong: digits, signs, a point. */
function isNumeric(byte: number | undefined): boolean {
  return isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
