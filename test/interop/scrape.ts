import { decodeScrapeAnswer, encodeScrapeQuery, fromHex, type ScrapeCounts, scrapeUrl, toHex } from '@seedbed/protocol';

export type Scraped =
  | { readonly ok: true; readonly counts: ScrapeCounts }
  | { readonly ok: false; readonly failure: string };

const NONE: ScrapeCounts = { complete: 0, incomplete: 0 };

/** Asks a tracker how many seeds and leeches of a torrent it knows. */
export const scrape = async (announce: string, infoHashHex: string): Promise<Scraped> => {
  const infoHash = fromHex(infoHashHex);
  const url = scrapeUrl(announce);
  if (infoHash === undefined || url === undefined) throw new Error(`can't scrape ${infoHashHex} at ${announce}`);
  try {
    const response = await fetch(`${url}?${encodeScrapeQuery([infoHash])}`, { signal: AbortSignal.timeout(5_000) });
    const decoded = decodeScrapeAnswer(new Uint8Array(await response.arrayBuffer()));
    if (!decoded.ok) return decoded;
    return { ok: true, counts: decoded.torrents.find((entry) => toHex(entry.infoHash) === infoHashHex) ?? NONE };
  } catch (error) {
    return { ok: false, failure: `no answer from ${url}: ${error instanceof Error ? (error.cause ?? error) : error}` };
  }
};
