import { setTimeout as delay } from 'node:timers/promises';
import { Program } from '../program.mjs';
import { findVersion } from './find-version.mjs';

const start = ({ announced, dir, ip }, ...flags) =>
  new Program('aria2c', [
    ...['--no-conf', '--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false'],
    ...['--enable-peer-exchange=false', '--disable-ipv6=true', `--interface=${ip}`, '--listen-port=6881'],
    // Space is not written twice, and what is written waits in memory for its neighbours.
    ...['--file-allocation=none', '--disk-cache=64M', '--summary-interval=0', '--console-log-level=notice'],
    ...[`--dir=${dir}`, ...flags, announced],
  ]);

/** Resolves when the tracker knows a seed. */
const announced = async (scrapeUrl) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const response = await fetch(scrapeUrl);
    if (/8:completei[1-9]/.test(await response.text())) return;
    await delay(50);
  }
  throw new Error(`${scrapeUrl} names no seed after 10 s`);
};

/** Takes no address of a peer, so it asks a tracker for it, which costs it some milliseconds. */
export const aria2 = {
  name: 'aria2',
  version: () => findVersion('aria2c', ['--version'], /^aria2 version (\S+)/),
  startSeed: async (job) => {
    const program = start(job, '--check-integrity=true', '--seed-ratio=0.0');
    await Promise.race([announced(job.scrapeUrl), program.ended]);
    return program;
  },
  startLeech: (job) => start(job, '--seed-time=0'),
};
