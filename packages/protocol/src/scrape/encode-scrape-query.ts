import { escapeBytes } from '../announce/percent-encoding.ts';

/** The query of a scrape of these torrents (BEP 48), without `?`. */
export function encodeScrapeQuery(infoHashes: readonly Uint8Array[]): string {
  return infoHashes.map((infoHash) => `info_hash=${escapeBytes(infoHash)}`).join('&');
}
