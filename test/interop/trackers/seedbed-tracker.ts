import { join } from 'node:path';
import { start } from '../../e2e/harness/seedbed.ts';
import { temporaryFolder } from '../../e2e/harness/temporary-folder.ts';
import { listenAt } from '../network.ts';
import { type Scraped, scrape } from '../scrape.ts';
import { readTold, type Told } from '../told.ts';
import type { Heard, Tracker } from './tracker.ts';

/** What is looked at of `/stats.json`. */
interface Stats {
  readonly requests: { readonly events: Told['events']; readonly failures: number };
  readonly swarms: readonly {
    readonly infoHash: string;
    readonly complete: number;
    readonly incomplete: number;
    readonly downloaded: number;
  }[];
}

const statsAt = async (url: URL): Promise<Stats> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  // Our own tracker's word; what is not there fails the comparisons.
  return (await response.json()) as Stats;
};

const countsText = (counts: object): string => JSON.stringify(counts, ['complete', 'incomplete', 'downloaded']);
const eventsText = (events: object): string => JSON.stringify(events, ['started', 'completed', 'stopped', 'periodic']);

/** What the record of announces says, when the statistics agree with it. */
const heard = ({ stories, events, refused }: Told, { requests }: Stats): Heard => {
  if (refused.length > 0) return { ok: false, failure: `refused: ${refused.join('; ')}` };
  if (requests.failures > 0) return { ok: false, failure: `${requests.failures} requests failed` };
  const [counted, recorded] = [eventsText(requests.events), eventsText(events)];
  if (counted === recorded) return { ok: true, stories };
  return { ok: false, failure: `/stats.json counts ${counted}, the record ${recorded}` };
};

/** Our own, with its defaults, for HTTP and UDP at one address. */
export const seedbedTracker: Tracker = {
  name: 'our tracker',
  obstacle: () => undefined,
  start: async (ip, infoHash, transport) => {
    const record = join(temporaryFolder(), 'announces.ndjson');
    const program = start(['tracker', '--http', listenAt(ip), '--udp', listenAt(ip), '--events', record]);
    const [, http = '', udp = ''] = await program.says(/^tracker ready: (http:\S+) (udp:\S+)$/m);
    const [announce, statsUrl] = [{ http, udp }[transport], new URL('/stats.json', http)];
    return {
      program,
      announce,
      counts: async (): Promise<Scraped> => {
        const [scraped, { swarms }] = [await scrape(announce, infoHash), await statsAt(statsUrl)];
        if (!scraped.ok) return scraped;
        const row = swarms.find((swarm) => swarm.infoHash === infoHash);
        const listed = row === undefined ? 'nothing' : countsText(row);
        if (listed === countsText(scraped.counts)) return scraped;
        return { ok: false, failure: `/stats.json says ${listed}, a scrape ${countsText(scraped.counts)}` };
      },
      stories: async () => heard(readTold(record), await statsAt(statsUrl)),
    };
  },
};
