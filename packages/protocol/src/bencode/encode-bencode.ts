import { compareBytes, concatBytes } from '../bytes.ts';
import { utf8 } from '../text.ts';
import { encodeScalar } from './bencode-package.ts';
import type { BencodeInput } from './bencode-value.ts';

const LIST = utf8('l');
const DICTIONARY = utf8('d');
const END = utf8('e');

/**
 * Encodes a value as BEP 3 has it, keys in the order of their bytes.
 *
 * @throws TypeError on a number that is no exact integer, and on a key that is there twice
 */
export function encodeBencode(value: BencodeInput): Uint8Array {
  const parts: Uint8Array[] = [];
  append(parts, value);
  return concatBytes(parts);
}

function append(parts: Uint8Array[], value: BencodeInput): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`bencode has integers only, not ${value}`);
    parts.push(encodeScalar(value));
  } else if (typeof value === 'string' || value instanceof Uint8Array) {
    parts.push(encodeScalar(value));
  } else if (isList(value)) {
    parts.push(LIST);
    for (const item of value) append(parts, item);
    parts.push(END);
  } else {
    parts.push(DICTIONARY);
    for (const [key, item] of sortedEntries(value)) {
      parts.push(encodeScalar(key));
      append(parts, item);
    }
    parts.push(END);
  }
}

type Dictionary = Exclude<BencodeInput, number | string | Uint8Array | readonly BencodeInput[]>;

/** `Array.isArray` does not narrow a readonly array. */
function isList(value: readonly BencodeInput[] | Dictionary): value is readonly BencodeInput[] {
  return Array.isArray(value);
}

function sortedEntries(dictionary: Dictionary): [Uint8Array, BencodeInput][] {
  const entries: [Uint8Array, BencodeInput][] = [];
  for (const [key, item] of dictionary instanceof Map ? dictionary : Object.entries(dictionary)) {
    if (item !== undefined) entries.push([typeof key === 'string' ? utf8(key) : key, item]);
  }
  entries.sort(([a], [b]) => compareBytes(a, b));
  for (const [i, [key]] of entries.entries()) {
    const next = entries[i + 1]?.[0];
    if (next && compareBytes(key, next) === 0) throw new TypeError(`a dictionary holds the key ${key} twice`);
  }
  return entries;
}
