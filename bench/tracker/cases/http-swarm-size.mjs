import { median } from '../process-figures.mjs';
import * as servers from '../servers.mjs';
import { fill, load, obstacle } from '../wrk.mjs';

export const title = 'Announces by HTTP as one swarm grows, connections kept, numwant 50';

const SIZES = [100, 1_000, 10_000, 100_000];
const FILL_SECONDS = 30;

/**
 * Only those who know as many peers as there are: opentracker tells peers apart by address, and one address has not a hundred
 * thousand ports; bittorrent-tracker would take minutes.
 */
export const run = async ({ short, rounds, seconds, tell }) => {
  const missing = obstacle();
  if (missing !== undefined) return tell(`skipped: ${missing}`);
  const sizes = SIZES.filter((size) => !short || size <= 1_000);
  const all = [];
  for (const peers of sizes) all.push({ peers, figures: [] });
  for (let round = 0; round < rounds; round += 1) {
    for (const { peers, figures } of all) {
      const fresh = await servers.seedbed();
      const swarm = { torrents: 1, peers };
      await load(fresh, swarm, { seconds, close: false });
      await fill(fresh, swarm, { atMost: FILL_SECONDS, close: false });
      figures.push((await load(fresh, swarm, { seconds, close: false })).perProcessorSecond);
      await fresh.close();
    }
  }
  const medians = all.map(({ figures }) => median(figures));
  tell('| peers | announces per second of processor time |\n|--:|--:|');
  for (const [i, { peers }] of all.entries())
    tell(`| ${peers.toLocaleString('en')} | ${Math.round(medians[i]).toLocaleString('en')} |`);
  tell(
    `\nThe slowest size has ${Math.round((100 * Math.min(...medians)) / Math.max(...medians))} % of the fastest (bar: 80 %).`,
  );
};
