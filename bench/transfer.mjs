// How fast one seed sends to one leech over loopback, by real processes and through the disk: `npm run bench`.
// The leech's time runs from the start of its process to its end, when every byte is verified and has its final name.
// The received file is compared with the source in every run: a fast transfer of wrong bytes is worth nothing.
import { spawn } from 'node:child_process';
import { createCipheriv, createHash, randomInt } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const seedbed = fileURLToPath(new URL('../packages/cli/bin/seedbed.js', import.meta.url));
const MiB = 1024 * 1024;

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1024' },
    'piece-length': { type: 'string', default: '256KiB' },
    runs: { type: 'string', default: '5' },
    dir: { type: 'string', default: tmpdir() },
  },
});
const mebibytes = Number(values.size);
const runs = Number(values.runs);
if (!(mebibytes >= 1 && runs >= 1)) {
  process.stderr.write('bench: --size is in MiB, --runs a count, both at least 1\n');
  process.exit(2);
}

const folder = mkdtempSync(join(values.dir, 'seedbed-bench-'));
const content = join(folder, 'content');
const children = new Set();

const start = (args) => {
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
  const child = spawn(process.execPath, [seedbed, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise((resolve) => {
    child.once('close', (code) => {
      children.delete(child);
      resolve({ code, text });
    });
  });
  const says = async (pattern) => {
    while (!pattern.test(text)) {
      const more = new Promise((resolve) => child.stdout.once('data', () => resolve(true)));
      if ((await Promise.race([more, ended])) !== true) throw new Error(`seedbed ${args[0]} has ended: ${text}`);
    }
    return pattern.exec(text);
  };
  return { child, ended, says };
};

const mustEnd = async ({ ended }) => {
  const { code, text } = await ended;
  if (code !== 0) throw new Error(`it ended with ${code}: ${text}`);
  return text;
};

const writeContent = async () => {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'bench'), Buffer.alloc(16));
  const zeros = Buffer.alloc(MiB);
  const file = await open(content, 'wx');
  for (let i = 0; i < mebibytes; i += 1) await file.appendFile(cipher.update(zeros));
  await file.close();
};

const sha256 = async (path) => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: MiB })) hash.update(chunk);
  return hash.digest('hex');
};

const address = () => `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}:0`;

const transfer = async (seedAddress, sum) => {
  const dir = join(folder, 'copy');
  await mkdir(dir);
  const begin = performance.now();
  const get = start(['get', `${content}.torrent`, '--dir', dir, '--listen', address(), '--connect', seedAddress]);
  await mustEnd(get);
  const seconds = (performance.now() - begin) / 1_000;
  if ((await sha256(join(dir, 'content'))) !== sum) throw new Error('the received file differs from the source');
  await rm(dir, { recursive: true });
  return seconds;
};

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const row = (name, seconds) =>
  console.log(`${name.padEnd(8)}${seconds.toFixed(2).padStart(8)}${(mebibytes / seconds).toFixed(0).padStart(10)}`);

const main = async () => {
  await writeContent();
  const sum = await sha256(content);
  await mustEnd(start(['create', content, '--piece-length', values['piece-length']]));
  const seed = start(['seed', content, '--listen', address()]);
  const [, seedAddress] = await seed.says(/^seed ready: ([^,]+),/m);
  console.log(`1 seed to 1 leech over loopback, ${mebibytes} MiB in pieces of ${values['piece-length']}`);
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
  console.log('run      seconds     MiB/s');
  const times = [];
  for (let i = 1; i <= runs; i += 1) {
    times.push(await transfer(seedAddress, sum));
    row(String(i), times.at(-1));
  }
  row('median', median(times));
  seed.child.kill('SIGTERM');
  await mustEnd(seed);
};

const cleanUp = () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
process.once('exit', cleanUp);

try {
  await main();
} catch (error) {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
}
