import type { ScrapeEntry } from '@seedbed/protocol';
import type { RemotePeerStore } from '../store/remote-peer-store.ts';
import { UNKNOWN } from './scrape.ts';

/** `scrape` with a store that answers later: all torrents are asked for at once. */
export async function scrapeRemote(
  store: RemotePeerStore,
  infoHashes: readonly Uint8Array[],
  now: number,
): Promise<readonly ScrapeEntry[]> {
  const entryOf = async (infoHash: Uint8Array): Promise<ScrapeEntry> => ({
    infoHash,
    ...((await store.scrape(infoHash, now)) ?? UNKNOWN),
  });
  return await Promise.all(infoHashes.map(entryOf));
}
