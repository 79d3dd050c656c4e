import { median } from '../process-figures.mjs';
import * as servers from '../servers.mjs';
import { described } from '../swarms.mjs';
import { fill, load, obstacle } from '../wrk.mjs';

export const title =
  'Announces by HTTP that one process answers, and several with one state, for the processor time of all';

const PROCESSES = [1, 2, 4];
const FILL_SECONDS = 20;

/** All of them share the core of the server, which is full then: told is what sharing the swarms costs, not what more cores give. */
export const run = async ({ short, rounds, seconds, tell }) => {
  const missing = obstacle();
  if (missing !== undefined) return tell(`skipped: ${missing}`);
  const swarms = { torrents: short ? 100 : 10_000, peers: short ? 10 : 20 };
  const all = await servers.startAll(
    PROCESSES.map((workers) => () => servers.seedbedOf(workers)),
    tell,
  );
  for (const server of all) await fill(server, swarms, { atMost: FILL_SECONDS, close: false });
  tell(`${described(swarms)}; medians of ${rounds} rounds of ${seconds} s\n`);
  tell('| processes | connections | announces per second of processor time | of what one answers |\n|--:|---|--:|--:|');
  for (const close of [true, false]) {
    const results = all.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [i, server] of all.entries()) {
        results[i].push((await load(server, swarms, { seconds, close })).perProcessorSecond);
      }
    }
    const [one, ...others] = results.map(median);
    for (const [i, figure] of [one, ...others].entries()) {
      const share = `${Math.round((100 * figure) / one)} %`;
      const connections = close ? 'one each' : 'kept';
      tell(`| ${PROCESSES[i]} | ${connections} | ${Math.round(figure).toLocaleString('en')} | ${share} |`);
    }
  }
  await servers.closeAll();
};
