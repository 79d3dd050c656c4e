import { cpuSeconds } from '../sampler.mjs';
import { openPage, startRun } from './shown-run.mjs';

/** A rate that leaves the processors room: where they are full, a browser takes from the swarm what it needs. */
const UPLOAD = 96;

/** Processor time, in seconds, that the launcher takes from the moment when a page can be opened to the end of the run. */
async function takeProcessorTime({ peers, seconds, withPage }) {
  const run = await startRun({ peers, seconds, upload: UPLOAD });
  const before = cpuSeconds(run.pid);
  const shown = withPage ? await openPage(run.url) : undefined;
  await run.says(/stopping the peers/);
  const taken = cpuSeconds(run.pid) - before;
  await shown?.close();
  await run.close();
  return taken;
}

/** Runs with a page and without one, in turn. */
export async function measureCost({ peers, seconds, pairs, tell }) {
  const all = { without: 0, withPage: 0 };
  for (let pair = 0; pair < pairs; pair += 1) {
    const without = await takeProcessorTime({ peers, seconds, withPage: false });
    const withPage = await takeProcessorTime({ peers, seconds, withPage: true });
    all.without += without;
    all.withPage += withPage;
    tell(`${without.toFixed(2)} s without a page, ${withPage.toFixed(2)} s with one`);
  }
  const more = (100 * (all.withPage / all.without - 1)).toFixed(1);
  tell(`${peers} peers: ${more} % more with a page, over ${pairs} pairs of runs of ${seconds} s at least`);
}
