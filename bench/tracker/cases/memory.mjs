import { proportionalMemory } from '../process-figures.mjs';
import * as servers from '../servers.mjs';
import { described } from '../swarms.mjs';
import { fill, obstacle } from '../wrk.mjs';

export const title = 'Memory: all of the process beyond the one that nobody has announced to';

const FILL_SECONDS = 90;

/** The others get a tenth: they need as many minutes for all. */
export const run = async ({ short, tell }) => {
  const missing = obstacle();
  if (missing !== undefined) return tell(`skipped: ${missing}`);
  const tenth = short ? 100 : 10_000;
  const cases = [
    [servers.seedbed, 10 * tenth],
    [servers.seedbed, tenth],
    [() => servers.opentracker({ torrents: tenth }), tenth],
    [() => servers.bittorrentTracker({ mayInstall: !short }), tenth],
  ];
  tell('| server | swarms | empty | with them | bytes for each peer |\n|---|---|--:|--:|--:|');
  for (const [starter, torrents] of cases) {
    const swarms = { torrents, peers: 10 };
    for (const server of await servers.startAll([starter], tell)) {
      const empty = proportionalMemory(server.pid);
      const filled = await fill(server, swarms, { atMost: FILL_SECONDS, close: false });
      const full = proportionalMemory(server.pid);
      const all = filled === 10 * torrents ? '' : `, of whom ${filled.toLocaleString('en')} came in ${FILL_SECONDS} s`;
      const each = ((full - empty) / filled).toFixed(0);
      tell(`| ${server.name} | ${described(swarms)}${all} | ${inMiB(empty)} | ${inMiB(full)} | ${each} |`);
      await server.close();
    }
  }
};

const inMiB = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
