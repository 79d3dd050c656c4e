import { encodeBencode } from '../bencode/encode-bencode.ts';

/** What a tracker knows of one torrent (BEP 48). */
export interface ScrapeEntry {
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  /** Seeds. */
  readonly complete: number;
  /** Peers that ever completed. */
  readonly downloaded: number;
  /** Leeches. */
  readonly incomplete: number;
}

/** The body of an answer to a scrape: a dictionary whose keys are the raw info hashes. */
export function encodeScrapeAnswer(entries: readonly ScrapeEntry[]): Uint8Array {
  const files = new Map(
    entries.map(({ infoHash, complete, downloaded, incomplete }) => [infoHash, { complete, downloaded, incomplete }]),
  );
  return encodeBencode({ files });
}
