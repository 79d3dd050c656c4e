import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from '../sampler.mjs';
import { openPage, startRun } from './shown-run.mjs';

/** Peers come, connect and ask: what is measured begins after this, ms. */
const SETTLING = 3_000;

/** Processor time, in seconds, that the launcher takes for `seconds` of a run. */
async function takeProcessorTime({ peers, seconds, withPage }) {
  const run = await startRun({ peers, seconds: seconds + 4, upload: 512 });
  const shown = withPage ? await openPage(run.url) : undefined;
  await run.says(/downloading/);
  await pause(SETTLING);
  const before = cpuSeconds(run.pid);
  await pause(seconds * 1_000);
  const taken = cpuSeconds(run.pid) - before;
  await shown?.close();
  await run.close();
  return taken;
}

/** Runs with a page and without one, in turn. */
export async function measureCost({ peers, seconds, pairs, tell }) {
  let [all, allShown] = [0, 0];
  for (let pair = 0; pair < pairs; pair += 1) {
    const without = await takeProcessorTime({ peers, seconds, withPage: false });
    const withPage = await takeProcessorTime({ peers, seconds, withPage: true });
    all += without;
    allShown += withPage;
    tell(`${without.toFixed(2)} s without a page, ${withPage.toFixed(2)} s with one, of ${seconds} s`);
  }
  tell(`${peers} peers: ${(100 * (allShown / all - 1)).toFixed(1)} % more with a page, over ${pairs} pairs`);
}
