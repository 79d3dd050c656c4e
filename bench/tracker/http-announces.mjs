// Announces by HTTP as fast as the servers answer them: cases differ in the swarms alone.
import { median } from './process-figures.mjs';
import * as servers from './servers.mjs';
import { described } from './swarms.mjs';
import { fill, load, obstacle } from './wrk.mjs';

/** The slowest one would take minutes to hear of all peers. */
const FILL_SECONDS = 20;

export const compare = async (full, { short, rounds, seconds, tell }) => {
  const missing = obstacle();
  if (missing !== undefined) return tell(`skipped: ${missing}`);
  const swarms = short ? { torrents: Math.min(full.torrents, 100), peers: Math.min(full.peers, 1_000) } : full;
  const starters = [
    servers.seedbed,
    () => servers.opentracker(swarms),
    () => servers.bittorrentTracker({ mayInstall: !short }),
    servers.constantListener,
  ];
  const all = await servers.startAll(starters, tell);
  tell(`${described(swarms)}; medians of ${rounds} rounds of ${seconds} s\n`);
  for (const server of all) await fillAndTell(server, swarms, tell);
  tell('| server | connections | announces per second | per second of its processor time |\n|---|---|--:|--:|');
  for (const close of [true, false]) {
    const results = new Map(all.map((server) => [server, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [server, list] of results) list.push(await load(server, swarms, { seconds, close }));
    }
    for (const [{ name }, list] of results) tell(row(name, close, list));
  }
  await servers.closeAll();
};

const fillAndTell = async (server, swarms, tell) => {
  const filled = await fill(server, swarms, { atMost: FILL_SECONDS, close: false });
  if (filled < swarms.torrents * swarms.peers) {
    tell(`${server.name}: only ${filled.toLocaleString('en')} peers came in ${FILL_SECONDS} s\n`);
  }
};

const row = (name, close, list) => {
  const [wall, processor] = ['perSecond', 'perProcessorSecond'].map((key) =>
    Math.round(median(list.map((result) => result[key]))).toLocaleString('en'),
  );
  return `| ${name} | ${close ? 'one each' : 'kept, where the server keeps them'} | ${wall} | ${processor} |`;
};
