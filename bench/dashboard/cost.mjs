import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from '../sampler.mjs';
import { openPage, startRun } from './shown-run.mjs';

/** Peers come, connect and ask: what is measured begins after this, ms. */
const SETTLING = 3_000;

/** A rate that leaves the processors room: where they are full, a browser takes from the swarm what it needs. */
const UPLOAD = 96;

/** Processor time, in seconds, that the launcher takes for `seconds` of a run, and MB of events that it was told. */
async function takeProcessorTime({ peers, seconds, withPage }) {
  const run = await startRun({ peers, seconds: seconds + 4, upload: UPLOAD });
  const shown = withPage ? await openPage(run.url) : undefined;
  await run.says(/downloading/);
  await pause(SETTLING);
  const told = () => statSync(join(run.folder, 'live.ndjson')).size / 1e6;
  const before = { taken: cpuSeconds(run.pid), told: told() };
  await pause(seconds * 1_000);
  const figures = { taken: cpuSeconds(run.pid) - before.taken, told: told() - before.told };
  await shown?.close();
  await run.close();
  return figures;
}

/** Runs with a page and without one, in turn. */
export async function measureCost({ peers, seconds, pairs, tell }) {
  const all = { without: 0, withPage: 0 };
  const row = ({ taken, told }) => `${taken.toFixed(2)} s for ${told.toFixed(1)} MB of events`;
  for (let pair = 0; pair < pairs; pair += 1) {
    const without = await takeProcessorTime({ peers, seconds, withPage: false });
    const withPage = await takeProcessorTime({ peers, seconds, withPage: true });
    all.without += without.taken / without.told;
    all.withPage += withPage.taken / withPage.told;
    tell(`${row(without)} without a page, ${row(withPage)} with one, in ${seconds} s`);
  }
  const more = (100 * (all.withPage / all.without - 1)).toFixed(1);
  tell(`${peers} peers: ${more} % more for each event with a page, over ${pairs} pairs`);
}
