// Fuzzes the decoders for as long as one likes. A decoder that hangs can't tell that itself, so what it was given last is
// kept in a file that is watched from here.
import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = 'npm run test:fuzz -- [--target NAME] [--seed-value N] [--time 60s | --runs N [--from N]]';
/** Inputs are small and each takes microseconds: one that takes so long has no end. ms */
const PATIENCE = 20_000;
const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const wrong = (text) => {
  console.error(`${text}\n${USAGE}`);
  process.exit(2);
};

const readArguments = () => {
  const text = { type: 'string' };
  try {
    return parseArgs({ options: { target: text, 'seed-value': text, time: text, runs: text, from: text } }).values;
  } catch (error) {
    return wrong(error.message);
  }
};

const count = (name, text) => (/^\d{1,9}$/.test(text) ? text : wrong(`--${name} is a whole number, not ${text}`));

const milliseconds = (text) => {
  const [, number, unit] = /^(\d{1,6})(ms|s|m|h)$/.exec(text) ?? [];
  return unit === undefined ? wrong(`--time is written like 60s or 5m, not ${text}`) : Number(number) * UNITS[unit];
};

const given = readArguments();
if (given.time !== undefined && given.runs !== undefined) wrong('--time and --runs are two ways to say how long');
const seedValue = given['seed-value'] === undefined ? String(randomInt(1e9)) : count('seed-value', given['seed-value']);
const duration =
  given.runs === undefined
    ? { FUZZ_MS: String(milliseconds(given.time ?? '60s')) }
    : { FUZZ_RUNS: count('runs', given.runs) };
console.info(`seed value ${seedValue}`);

const scratch = mkdtempSync(join(tmpdir(), 'seedbed-fuzz-'));
const inputFile = join(scratch, 'input');
writeFileSync(inputFile, '');
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config=vitest.fuzz.config.ts'], {
  cwd: ROOT,
  env: {
    ...process.env,
    ...duration,
    FUZZ_SEED: seedValue,
    FUZZ_INPUT: inputFile,
    ...(given.target !== undefined && { FUZZ_TARGET: given.target }),
    ...(given.from !== undefined && { FUZZ_FROM: count('from', given.from) }),
  },
  stdio: ['ignore', 'inherit', 'inherit'],
  // A group of its own: of a worker that hangs only the kernel can make an end.
  detached: true,
});
const end = () => {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

/** Writes the input that hangs into the corpus, and says how to try it again. */
const tellHang = () => {
  const bytes = readFileSync(inputFile);
  const headEnd = bytes.indexOf('\n');
  const { target, run, length } = JSON.parse(bytes.subarray(0, headEnd).toString());
  const input = bytes.subarray(headEnd + 1, headEnd + 1 + length);
  const name = `hang-${createHash('sha1').update(input).digest('hex').slice(0, 8)}`;
  const file = join('test/fuzz/corpus', target, name);
  writeFileSync(join(ROOT, file), input);
  console.error(`${target} hangs at run ${run} of seed value ${seedValue}; its input is ${file}`);
};

let last = '';
let lastChange = performance.now();
const watch = setInterval(() => {
  const bytes = readFileSync(inputFile);
  const now = bytes.subarray(0, bytes.indexOf('\n') + 1).toString();
  if (now !== last || now === '') lastChange = performance.now();
  last = now;
  if (performance.now() - lastChange < PATIENCE) return;
  end();
  tellHang();
}, 1_000);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

process.exitCode = await new Promise((resolve, reject) => {
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
});
clearInterval(watch);
rmSync(scratch, { recursive: true, force: true });
