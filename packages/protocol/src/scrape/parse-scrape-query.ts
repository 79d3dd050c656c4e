import { QueryError, RawQuery, readHash } from '../announce/raw-query.ts';
import { toHex } from '../bytes.ts';

/** The torrents that are asked for, none for all of them; or a failure reason that may be shown to strangers. */
export type ParsedScrape =
  | { readonly ok: true; readonly infoHashes: readonly Uint8Array[] }
  | { readonly ok: false; readonly failure: string };

/** Reads the raw query of a scrape (BEP 48). An info hash that is given twice is answered once. */
export function parseScrapeQuery(rawQuery: string): ParsedScrape {
  try {
    const hashes = new RawQuery(rawQuery).all('info_hash').map((value) => readHash('info_hash', value));
    return { ok: true, infoHashes: [...new Map(hashes.map((hash) => [toHex(hash), hash])).values()] };
  } catch (error) {
    if (error instanceof QueryError) return { ok: false, failure: error.message };
    throw error;
  }
}
