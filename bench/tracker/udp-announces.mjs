// How many announces a second a tracker answers, ours over UDP, beside others in one run: a part of `npm run bench:tracker`.
//
// The server has one core and the load the other. Each row is the median of several rounds, and in each round all trackers
// take their turn, so that a machine that becomes slower is slower for all. `--short` is for CI: one round, nothing installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, processorSeconds } from './process-figures.mjs';
import { on, pinned, trackers } from './trackers.mjs';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const rounds = values.short ? 1 : 3;
const seconds = values.short ? 1 : 3;

/** What is asked, by which program. */
const WORKS = [
  { name: 'UDP, 1 torrent of 10,000 peers, numwant 50', load: 'udp-load.mjs', torrents: 1, peers: 10_000 },
  { name: 'UDP, 10,000 torrents of 20 peers', load: 'udp-load.mjs', torrents: 10_000, peers: 20 },
];

/** Runs the load against a server that is ready; resolves with what it measured and what the server took meanwhile. */
const load = async (work, form, { child: server, port, http }) => {
  const options = JSON.stringify({ ip: '127.0.0.1', port, http, ...work, seconds, form });
  const program = fileURLToPath(new URL(work.load, import.meta.url));
  const [command, ...args] = on(1, [process.execPath, program, options]);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], timeout: 40_000 });
  let taken = 0;
  let measured;
  child.on('message', (message) => {
    if (message === 'begin') taken -= processorSeconds(server.pid);
    else if (message === 'end') taken += processorSeconds(server.pid);
    else measured = message;
  });
  await once(child, 'exit');
  if (measured === undefined) throw new Error('the load has ended without a figure');
  return { perSecond: measured.perSecond, perProcessorSecond: measured.answers / taken, busy: measured.busy };
};

const measure = async (work, tracker) => {
  const running = await tracker.start();
  try {
    return await load(work, tracker.form, running);
  } finally {
    const ended = once(running.child, 'exit');
    running.child.kill('SIGKILL');
    await ended;
  }
};

const count = (number) => Math.round(number).toLocaleString('en-US').padStart(9);

let wrong = false;
for (const work of WORKS) {
  process.stdout.write(`${work.name}\n`);
  const all = trackers({ torrents: work.torrents, mayInstall: !values.short });
  const results = new Map();
  for (const { name, obstacle } of all)
    if (obstacle !== undefined) process.stdout.write(`  skipped: ${name}, ${obstacle}\n`);
  const taking = all.filter(({ obstacle }) => obstacle === undefined);
  for (let round = 0; round < rounds; round += 1) {
    for (const tracker of taking) {
      try {
        results.set(tracker, [...(results.get(tracker) ?? []), await measure(work, tracker)]);
      } catch (error) {
        wrong = true;
        process.stdout.write(`  failed: ${tracker.name}, ${error.message}\n`);
      }
    }
  }
  for (const [tracker, figures] of results) {
    const of = (key) => median(figures.map((figure) => figure[key]));
    const busy = `load ${Math.round(100 * of('busy'))} % busy`;
    process.stdout.write(
      `  ${tracker.name.padEnd(34)}${count(of('perSecond'))}/s ${count(of('perProcessorSecond'))}/processor s  ${busy}\n`,
    );
  }
}
if (!pinned) process.stdout.write('Without taskset, server and load may have shared a core.\n');
process.exit(wrong ? 1 : 0);
