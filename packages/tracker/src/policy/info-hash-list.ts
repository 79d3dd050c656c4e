import { infoHashKey } from '../store/info-hash-key.ts';
import { readInfoHash } from './read-info-hash.ts';

/** Info hashes by their keys. */
export type InfoHashList = ReadonlySet<string>;

/** A list, or what is wrong with which line. */
export type ReadList =
  | { readonly ok: true; readonly list: InfoHashList }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Reads a list of info hashes, one a line. What follows a `#` is a comment; empty lines are passed over. */
export function readInfoHashList(text: string): ReadList {
  const list = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const word = line.replace(/#.*/, '').trim();
    if (word === '') continue;
    const infoHash = readInfoHash(word);
    if (infoHash === undefined) return { ok: false, line: i + 1, problem: describe(word) };
    list.add(infoHashKey(infoHash));
  }
  return { ok: true, list };
}

/** A line from a file is shown short and without what would move the cursor of a terminal. */
function describe(word: string): string {
  const shown = word.length > 60 ? `${word.slice(0, 60)}…` : word;
  return `${JSON.stringify(shown)} is no info hash; it has 40 hexadecimal digits, or 32 characters of base32`;
}
