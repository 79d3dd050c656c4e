import type { BencodeValue } from '@seedbed/protocol';
import { asLatin1 } from './bytes.ts';

/**
 * The grammar of BEP 3, written once more in the plainest way: a recursive reader over text, with regular expressions.
 * Answers the value, or undefined for what is not strict bencode. Keys stay one character a byte.
 */
export function oracle(bytes: Uint8Array): BencodeValue | undefined {
  const text = asLatin1(bytes);
  let at = 0;
  const accept = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = new RegExp(pattern, 'y');
    match.lastIndex = at;
    const found = match.exec(text) ?? undefined;
    if (found) at = match.lastIndex;
    return found;
  };
  const string = (): Uint8Array | undefined => {
    const length = accept(/(0|[1-9]\d*):/);
    if (!length || at + Number(length[1]) > bytes.length) return undefined;
    at += Number(length[1]);
    return bytes.subarray(at - Number(length[1]), at);
  };
  const items = (): BencodeValue[] | undefined => {
    const list: BencodeValue[] = [];
    while (!accept(/e/)) {
      const item = value();
      if (item === undefined) return undefined;
      list.push(item);
    }
    return list;
  };
  const entries = (): BencodeValue | undefined => {
    const keys = new Set<string>();
    const dictionary: { [key: string]: BencodeValue } = {};
    while (!accept(/e/)) {
      const key = string();
      const item = key && value();
      if (!key || item === undefined || keys.has(asLatin1(key))) return undefined;
      if (/^(__proto__$|\xef\xbb\xbf)/.test(asLatin1(key))) return undefined;
      keys.add(asLatin1(key));
      dictionary[asLatin1(key)] = item;
    }
    return dictionary;
  };
  const value = (): BencodeValue | undefined => {
    const integer = accept(/i(0|-?[1-9]\d*)e/);
    if (integer) return Number.isSafeInteger(Number(integer[1])) ? Number(integer[1]) : undefined;
    if (accept(/l/)) return items();
    if (accept(/d/)) return entries();
    return string();
  };
  const whole = value();
  return at === bytes.length ? whole : undefined;
}
