import type { ScrapeEntry } from '@seedbed/protocol';
import type { PeerStore } from '../store/peer-store.ts';

/** The rules by which scrapes are answered. */
export interface ScrapeConfig {
  /** Whether a scrape that names no torrent gets all of them. */
  readonly fullScrape: boolean;
}

/** What is known of the torrents, or a failure reason that may be shown to strangers. */
export type ScrapeResult =
  | { readonly ok: true; readonly entries: readonly ScrapeEntry[] }
  | { readonly ok: false; readonly kind: 'full-scrape'; readonly failure: string };

export const UNKNOWN = { complete: 0, downloaded: 0, incomplete: 0 };

/** Nobody asked for anything. */
export const NO_FULL_SCRAPE: ScrapeResult = {
  ok: false,
  kind: 'full-scrape',
  failure: 'info_hash is missing; this tracker does not list all torrents',
};

/**
 * Answers one scrape (BEP 48). A torrent that nobody announced has no seeds and no leeches, and is answered so: some
 * clients take a missing entry for a broken tracker.
 *
 * @param infoHashes none for all torrents.
 * @param now ms on a monotonic clock.
 */
export function scrape(
  store: PeerStore,
  infoHashes: readonly Uint8Array[],
  config: ScrapeConfig,
  now: number,
): ScrapeResult {
  if (infoHashes.length > 0) {
    return {
      ok: true,
      entries: infoHashes.map((infoHash) => ({ infoHash, ...(store.scrape(infoHash, now) ?? UNKNOWN) })),
    };
  }
  if (!config.fullScrape) return NO_FULL_SCRAPE;
  return { ok: true, entries: [...store.swarms()] };
}
