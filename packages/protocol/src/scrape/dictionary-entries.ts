import { BencodeCursor } from '../bencode/bencode-cursor.ts';

const INTEGER = 0x69;
const LIST = 0x6c;
const DICTIONARY = 0x64;
const END = 0x65;

/**
 * The keys of a dictionary as raw bytes, each with the bytes of its value; all are views. Keys that are info hashes do
 * not survive where keys become texts. Only for bytes that `scanBencode` has passed; none when they are no dictionary.
 */
export function* dictionaryEntries(bytes: Uint8Array): Generator<readonly [key: Uint8Array, value: Uint8Array]> {
  if (bytes[0] !== DICTIONARY) return;
  const cursor = new BencodeCursor(bytes);
  cursor.step();
  while (cursor.atDigit) {
    const first = cursor.passString();
    const key = bytes.subarray(first, cursor.at);
    const start = cursor.at;
    passValue(cursor);
    yield [key, bytes.subarray(start, cursor.at)];
  }
}

/** Passes one value, however deep: it ends where as many lists and dictionaries have ended as began. */
function passValue(cursor: BencodeCursor): void {
  let depth = 0;
  do {
    const { byte } = cursor;
    if (byte === LIST || byte === DICTIONARY) depth += 1;
    if (byte === END) depth -= 1;
    if (byte === INTEGER) cursor.passInteger();
    else if (cursor.atDigit) cursor.passString();
    else cursor.step();
  } while (depth > 0);
}
