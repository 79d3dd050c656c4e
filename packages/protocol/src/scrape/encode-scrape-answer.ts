import { encodeBencode } from '../bencode/encode-bencode.ts';
import type { ScrapeEntry } from './scrape-entry.ts';

/** The body of an answer to a scrape: a dictionary whose keys are the raw info hashes. */
export function encodeScrapeAnswer(entries: readonly ScrapeEntry[]): Uint8Array {
  const files = new Map(
    entries.map(({ infoHash, complete, downloaded, incomplete }) => [infoHash, { complete, downloaded, incomplete }]),
  );
  return encodeBencode({ files });
}
