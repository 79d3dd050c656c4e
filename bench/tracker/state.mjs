// How long answers wait while a tracker writes its swarms: `npm run bench:tracker-state`.
//
// A file with so many peers is made, a tracker starts with it (how long that takes is told), and is asked over kept-alive
// connections: first while it writes nothing, then while it writes the file again and again. Told are the 99th percentile
// and the longest time of an answer in both, and how much memory the writing took.
//
// --short: 100,000 peers and 2 s each. Fails when the writing has made the longest answer longer by more than --bar.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { encodeAnnounceQuery } from '../../packages/protocol/dist/index.js';
import { writeState } from '../../packages/tracker/dist/state/write-state.js';
import { MemoryStore } from '../../packages/tracker/dist/store/memory-store.js';

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    torrents: { type: 'string', default: '10000' },
    seconds: { type: 'string' },
    rate: { type: 'string', default: '500' },
    bar: { type: 'string', default: '10' },
    short: { type: 'boolean', default: false },
  },
});
const peers = Number(values.peers ?? (values.short ? 100_000 : 1_000_000));
const seconds = Number(values.seconds ?? (values.short ? 2 : 8));
const [torrents, rate, bar] = [values.torrents, values.rate, values.bar].map(Number);
if (![peers, seconds, torrents, rate, bar].every((number) => number > 0)) {
  process.stderr.write('bench: --peers, --torrents, --seconds, --rate and --bar are numbers above 0\n');
  process.exit(2);
}

const CONNECTIONS = 4;
/** Seconds of announces that are not counted: the first answers of a process are slow in any case. */
const WARM_UP = 1;
const program = fileURLToPath(new URL('../../packages/tracker/dist/process.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'seedbed-state-'));
const path = join(folder, 'state');

const twentyBytes = (first, n) => {
  const bytes = Buffer.alloc(20, first);
  bytes.writeUInt32BE(n, 16);
  return bytes;
};

/** Half of the peers in one torrent, the others shared out. */
const torrentOf = (n) => (n % 2 === 0 ? 0 : 1 + (n % torrents));

async function makeFile() {
  const store = new MemoryStore({ maxPeers: peers, maxTorrents: torrents + 1, hashKey: [1, 2] });
  for (let n = 0; n < peers; n++) {
    const address = Buffer.alloc(6);
    address.writeUInt32BE(0x0a000000 + n);
    address.writeUInt16BE(6881, 4);
    const announce = { infoHash: twentyBytes('h', torrentOf(n)), peerId: twentyBytes('-', n), address };
    const kind = {
      role: n % 3 === 0 ? 'seed' : 'leech',
      change: 'store',
      completed: false,
      numwant: 0,
      withIds: false,
    };
    store.announce({ ...announce, ...kind, validUntil: 86_400_000 }, 0, Math.random);
  }
  await writeState(path, store, Math.floor(Date.now() / 1000));
}

async function startTracker(interval) {
  const config = { http: '127.0.0.1:0', state: path, 'state-interval': interval, 'log-level': 'warn', interval: '12h' };
  const begin = performance.now();
  const limits = { 'max-peers': peers + 100_000, 'max-torrents': torrents + 10 };
  const child = fork(program, [JSON.stringify({ ...config, ...limits })], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = await once(child, 'message');
  return { child, url, started: performance.now() - begin };
}

const memoryOf = (pid) => {
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
};

const askOnce = (agent, url) =>
  new Promise((resolve, reject) => {
    const begin = performance.now();
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(performance.now() - begin));
    }).on('error', reject);
  });

/** Announces at a steady rate; the times of the answers in ms, sorted. */
async function load(url, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times = [];
  const pending = [];
  const begin = performance.now();
  for (let n = 0; performance.now() - begin < seconds * 1000; n++) {
    const request = { infoHash: twentyBytes('h', torrentOf(n)), peerId: twentyBytes('b', n), port: 6881 };
    const query = encodeAnnounceQuery({ ...request, uploaded: 0, downloaded: 0, left: 1, compact: true });
    pending.push(askOnce(agent, `${url}?${query}`).then((time) => times.push(time)));
    const ahead = (n * 1000) / rate - (performance.now() - begin);
    if (ahead > 1) await pause(ahead);
  }
  await Promise.all(pending);
  agent.destroy();
  return times.sort((a, b) => a - b);
}

const tell = (what, times) => {
  const p99 = times[Math.floor(times.length * 0.99)];
  const longest = times.at(-1);
  console.log(`${what.padEnd(16)} ${times.length} answers, p99 ${p99.toFixed(2)} ms, longest ${longest.toFixed(2)} ms`);
  return longest;
};

async function measure(what, interval) {
  const { child, url, started } = await startTracker(interval);
  try {
    const before = memoryOf(child.pid);
    const written = statSync(path).mtimeMs;
    await load(url, WARM_UP);
    const longest = tell(what, await load(url, seconds));
    const isWritten = statSync(path).mtimeMs !== written;
    console.log(
      `${''.padEnd(16)} ready after ${(started / 1000).toFixed(2)} s; most memory ${before.toFixed(0)} MiB, ${memoryOf(child.pid).toFixed(0)} MiB in the end`,
    );
    return { longest, isWritten };
  } finally {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
}

try {
  await makeFile();
  console.log(
    `${peers} peers in ${torrents + 1} torrents, ${(statSync(path).size / 2 ** 20).toFixed(1)} MiB; ${rate} announces/s for ${seconds} s`,
  );
  const idle = await measure('writing nothing', '1h');
  const writing = await measure('writing', '100ms');
  if (!writing.isWritten) throw new Error('nothing was written while it was asked');
  const added = writing.longest - idle.longest;
  console.log(`the longest answer took ${added.toFixed(2)} ms more while writing; the bar is ${bar} ms`);
  if (writing.longest > bar && added > bar) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
