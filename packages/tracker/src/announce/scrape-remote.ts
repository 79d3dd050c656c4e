import type { RemotePeerStore } from '../store/remote-peer-store.ts';
import { NO_FULL_SCRAPE, type ScrapeConfig, type ScrapeResult, UNKNOWN } from './scrape.ts';

/** `scrape` with a store that answers later: all torrents are asked for at once. */
export async function scrapeRemote(
  store: RemotePeerStore,
  infoHashes: readonly Uint8Array[],
  config: ScrapeConfig,
  now: number,
): Promise<ScrapeResult> {
  if (infoHashes.length > 0) {
    const entryOf = async (infoHash: Uint8Array) => ({
      infoHash,
      ...((await store.scrape(infoHash, now)) ?? UNKNOWN),
    });
    return { ok: true, entries: await Promise.all(infoHashes.map(entryOf)) };
  }
  if (!config.fullScrape) return NO_FULL_SCRAPE;
  const entries = [];
  for await (const swarm of store.swarms()) entries.push(swarm);
  return { ok: true, entries };
}
