import type { SwarmSummary } from '../store/peer-store.ts';

/** Where the info hash stands in an entry: behind `20:`. */
const KEY_AT = 3;
const KEY_END = KEY_AT + 20;

/** Some entries of a full scrape as they stand in its dictionary, in the order of their info hashes. */
export class ScrapeRun implements Iterable<Buffer> {
  readonly #bytes: Buffer;
  readonly #ends: Uint32Array;

  constructor(swarms: readonly SwarmSummary[]) {
    const sorted = swarms.toSorted((one, other) => Buffer.compare(one.infoHash, other.infoHash));
    const entries = sorted.map(encodeEntry);
    let end = 0;
    this.#ends = Uint32Array.from(entries, ({ length }) => (end += length));
    this.#bytes = Buffer.from(entries.join(''), 'latin1');
  }

  get length(): number {
    return this.#bytes.length;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    let start = 0;
    for (const end of this.#ends) {
      yield this.#bytes.subarray(start, end);
      start = end;
    }
  }
}

/** By info hash, as dictionaries are sorted (BEP 3). */
export function compareEntries(one: Buffer, other: Buffer): number {
  return one.compare(other, KEY_AT, KEY_END, KEY_AT, KEY_END);
}

/** A character a byte. */
function encodeEntry({ infoHash, complete, downloaded, incomplete }: SwarmSummary): string {
  const key = Buffer.from(infoHash).toString('latin1');
  return `20:${key}d8:completei${complete}e10:downloadedi${downloaded}e10:incompletei${incomplete}ee`;
}
