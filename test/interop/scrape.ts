import { decodeScrapeAnswer, encodeScrapeQuery, fromHex, type ScrapeCounts, scrapeUrl, toHex } from '@seedbed/protocol';
import { udpScrape } from './udp-scrape.ts';

export type Scraped =
  | { readonly ok: true; readonly counts: ScrapeCounts }
  | { readonly ok: false; readonly failure: string };

const NONE: ScrapeCounts = { complete: 0, incomplete: 0 };

const httpScrape = async (announce: string, infoHash: Uint8Array): Promise<ScrapeCounts | undefined> => {
  const url = scrapeUrl(announce);
  if (url === undefined) throw new Error('its URL does not end in /announce');
  const response = await fetch(`${url}?${encodeScrapeQuery([infoHash])}`, { signal: AbortSignal.timeout(5_000) });
  const decoded = decodeScrapeAnswer(new Uint8Array(await response.arrayBuffer()));
  if (!decoded.ok) throw new Error(decoded.failure);
  return decoded.torrents.find((entry) => toHex(entry.infoHash) === toHex(infoHash));
};

/** Asks a tracker how many seeds and leeches of a torrent it knows, over what its announces go over. */
export const scrape = async (announce: string, infoHashHex: string): Promise<Scraped> => {
  const infoHash = fromHex(infoHashHex);
  if (infoHash === undefined) throw new Error(`${infoHashHex} is no info hash`);
  const url = new URL(announce);
  try {
    const counts = await (url.protocol === 'udp:' ? udpScrape(url, infoHash) : httpScrape(announce, infoHash));
    return { ok: true, counts: counts ?? NONE };
  } catch (error) {
    return {
      ok: false,
      failure: `${announce} can't be scraped: ${error instanceof Error ? (error.cause ?? error) : error}`,
    };
  }
};
