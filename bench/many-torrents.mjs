// What many torrents cost a daemon: `npm run bench:torrents`.
//
// Rounds: torrents are added and removed by HTTP, each announced to a real tracker, some of them transferred from a second
// daemon. After each round the heap is collected and what is left of it is told: what grows from round to round leaks.
//
// Idle: a daemon with so many torrents, as a program of its own, does nothing for a while; told are the memory that it
// alone is to blame for (PSS) and the processor time that it took.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startDaemon } from '../packages/peer/dist/index.js';
import { encodeBencode } from '../packages/protocol/dist/index.js';

const { values } = parseArgs({
  options: {
    torrents: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    idle: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
  },
});
const [torrents, rounds, idle, seconds] = [values.torrents, values.rounds, values.idle, values.seconds].map(Number);
if (![torrents, rounds, idle, seconds].every((number) => number >= 0)) {
  process.stderr.write('bench: --torrents, --rounds, --idle and --seconds are counts\n');
  process.exit(2);
}

const MiB = 1024 * 1024;
/** May be left more of after the last round than after the first one: what the heap gains by its own habits. */
const MAX_GROWTH = 10 * MiB;
const PIECE = 16 * 1024;
const PIECES = 20;
/** One torrent in so many is transferred; the content of the others is never there. */
const TRANSFERRED = 20;

const seedbed = fileURLToPath(new URL('../packages/cli/bin/seedbed.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'seedbed-many-'));
const children = [];

/** Starts a command; resolves with what it says when it is ready. */
const start = (args, ready) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
    const child = spawn(process.execPath, [seedbed, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const match = ready.exec(text);
      if (match !== null) resolve({ child, match });
    });
    child.once('exit', () => reject(new Error(`seedbed ${args[0]} has ended: ${text}`)));
  });

const sha1 = (bytes) => createHash('sha1').update(bytes).digest();

const makeTorrent = (name, announce) => {
  const content = randomBytes(PIECE * PIECES);
  const hashes = Array.from({ length: PIECES }, (_, piece) =>
    sha1(content.subarray(piece * PIECE, (piece + 1) * PIECE)),
  );
  const info = { length: content.length, name, 'piece length': PIECE, pieces: Buffer.concat(hashes) };
  return { name, content, file: encodeBencode({ announce, info }) };
};

const http = async (url, method, body) => {
  const headers = { 'content-type': 'application/x-bittorrent' };
  const response = await fetch(url, { method, ...(body && { body, headers }) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Bytes of heap and of what it holds outside of itself. */
const used = async () => {
  for (let i = 0; i < 5; i++) {
    collect();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const until = async (isSo, what) => {
  for (const end = performance.now() + 60_000; !isSo(); await pause(5)) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what()}`);
  }
};

async function playRounds(announce) {
  const dir = join(folder, 'rounds');
  mkdirSync(join(dir, '1'), { recursive: true });
  const [seed, leech] = await Promise.all(
    [1, 2].map((number) =>
      startDaemon({
        name: `daemon-${number}`,
        listen: { ip: `127.86.1.${number}`, port: 0 },
        control: { ip: '127.0.0.1', port: 0 },
        dir: join(dir, `${number}`),
        journals: join(dir, 'journals'),
      }),
    ),
  );
  const connect = `${seed.listen.ip}:${seed.listen.port}`;
  const left = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    const added = [];
    for (let number = 0; number < torrents; number++) {
      const { name, content, file } = makeTorrent(`torrent-${round}-${number}`, announce);
      if (number % TRANSFERRED === 0) {
        writeFileSync(join(dir, '1', name), content);
        await http(`${seed.control}/api/torrents`, 'POST', file);
      }
      added.push((await http(`${leech.control}/api/torrents?connect=${connect}`, 'POST', file)).infoHash);
    }
    const seeded = new Set(seed.torrents.map(({ metainfo }) => metainfo.infoHashHex));
    const unfinished = () => leech.status().filter(({ infoHash, complete }) => seeded.has(infoHash) && !complete);
    await until(
      () => unfinished().length === 0,
      () => `${unfinished().length} torrents are not complete`,
    );
    for (const infoHash of added) await http(`${leech.control}/api/torrents/${infoHash}?data=delete`, 'DELETE');
    for (const infoHash of seeded) await http(`${seed.control}/api/torrents/${infoHash}?data=delete`, 'DELETE');
    await until(
      () => seed.usage().connections + leech.usage().connections === 0,
      () => `${seed.usage().connections} and ${leech.usage().connections} connections are left`,
    );
    left.push(await used());
    const time = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`round ${round + 1}: ${torrents} torrents in ${time} s, ${(left.at(-1) / MiB).toFixed(2)} MiB in use`);
  }
  await Promise.all([seed.close(), leech.close()]);
  const growth = left.at(-1) - left[0];
  console.log(`last round against the first: ${(growth / MiB).toFixed(2)} MiB (bar: ${MAX_GROWTH / MiB} MiB)`);
  return growth < MAX_GROWTH;
}

/** Bytes by PSS, and ms of processor time since the start. */
const costOf = (pid) => {
  const pss = Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) * 1024;
  const [utime, stime] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
  // In hundredths of a second, on every Linux there is.
  return { pss, cpu: (utime + stime) * 10 };
};

async function idleFor(announce, count) {
  const files = [];
  for (let number = 0; number < count; number++) {
    const { name, content, file } = makeTorrent(`idle-${number}`, announce);
    files.push(join(folder, `${name}.torrent`));
    writeFileSync(files.at(-1), file);
    writeFileSync(join(folder, name), content);
  }
  const flags = ['--dir', folder, '--listen', '127.86.2.1:0', '--control', '127.0.0.1:0', '--log-level', 'error'];
  const { child, match } = await start(['peer', ...files, ...flags], /^peer ready: .*control ([^,]+),/m);
  await fetch(`${match[1]}/healthz?complete`);
  await pause(5_000);
  const before = costOf(child.pid);
  await pause(seconds * 1000);
  const after = costOf(child.pid);
  const share = ((after.cpu - before.cpu) / (seconds * 1000)) * 100;
  const cost = `${(after.pss / MiB).toFixed(1)} MiB PSS, ${share.toFixed(2)} % of a core`;
  console.log(`idle for ${seconds} s with ${count} complete torrents: ${cost} (bars: 100 MiB, 1 %)`);
  return after.pss < 100 * MiB && share < 1;
}

let isGood = true;
try {
  const { match } = await start(['tracker', '--http', '127.86.0.1:0'], /^tracker ready: (\S+)$/m);
  if (rounds > 0 && torrents > 0) isGood = (await playRounds(match[1])) && isGood;
  if (idle > 0) isGood = (await idleFor(match[1], idle)) && isGood;
} finally {
  for (const child of children) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;
