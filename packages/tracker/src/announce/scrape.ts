import type { ScrapeEntry } from '@seedbed/protocol';
import type { PeerStore } from '../store/peer-store.ts';

export const UNKNOWN = { complete: 0, downloaded: 0, incomplete: 0 };

/**
 * Answers a scrape of some torrents (BEP 48). One that nobody announced has no seeds and no leeches, and is answered so: some
 * clients take a missing entry for a broken tracker.
 *
 * @param now ms on a monotonic clock.
 */
export function scrape(store: PeerStore, infoHashes: readonly Uint8Array[], now: number): readonly ScrapeEntry[] {
  return infoHashes.map((infoHash) => ({ infoHash, ...(store.scrape(infoHash, now) ?? UNKNOWN) }));
}
