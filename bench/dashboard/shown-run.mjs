import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const SEEDBED = fileURLToPath(new URL('../../packages/cli/bin/seedbed.js', import.meta.url));
const { CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
/** How long a page may take to show what it is waited for, ms. */
const PATIENCE = 60_000;

const opened = new Set();

/** Ends whatever was started and is there still. */
export async function closeAll() {
  await Promise.allSettled([...opened].map((close) => close()));
}

/**
 * Starts a run that takes at least `seconds`: a seed of fifty, the rest leeches, all with an uplink of `upload` KiB/s, so
 * that the uplinks decide.
 *
 * @param options.nodeFlags for the launcher
 * @param options.trace what peers tell beside their events; undefined is the command's default
 */
export async function startRun({ peers, seconds, upload, nodeFlags = [], trace }) {
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-bench-'));
  const seeds = Math.ceil(peers / 50);
  const scenario = join(folder, 'scenario.yaml');
  // JSON is YAML as well.
  const description = {
    name: 'bench-dashboard',
    content: { size: `${Math.ceil((seconds * upload) / 64) * 64}KiB`, pieceLength: '64KiB' },
    defaults: { link: { upload: `${upload}KiB/s` } },
    peers: [
      { name: 'seed', role: 'seed', count: seeds },
      { name: 'leech', role: 'leech', count: peers - seeds, storage: 'synthetic' },
    ],
  };
  writeFileSync(scenario, JSON.stringify(description));
  const args = [...nodeFlags, SEEDBED, 'swarm', scenario, '--out', join(folder, 'run')];
  if (trace !== undefined) args.push('--trace', trace);
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const heard = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      text += part;
      for (const look of heard) look();
    });
  }
  const ended = once(child, 'close').then(() => {
    for (const look of heard) look();
  });
  const close = async () => {
    opened.delete(close);
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  opened.add(close);
  /** Waits until it has said something, and answers the match. */
  const says = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text);
        if (match === null && child.exitCode === null && child.signalCode === null) return;
        heard.delete(look);
        if (match === null) reject(new Error(`the run has ended before it said ${pattern}:\n${text}`));
        else resolve(match);
      };
      heard.add(look);
      look();
    });
  const [, url] = await says(/dashboard: (http\S+)/);
  return { pid: child.pid, url, says, close };
}

/** The last of the processors, for a browser that has only one. */
const LAST_CPU = String(availableParallelism() - 1);
const setCpus = (cpus) => execFileSync('taskset', ['-acp', cpus, String(process.pid)], { stdio: 'ignore' });

/** Opens the address in a browser of its own; `isOnOneCpu` leaves it the last processor alone (Linux). */
export async function openPage(url, { isOnOneCpu = false } = {}) {
  // What is started inherits the processors of this program.
  if (isOnOneCpu) setCpus(LAST_CPU);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] }).finally(() => {
    if (isOnOneCpu) setCpus(`0-${LAST_CPU}`);
  });
  const close = async () => {
    opened.delete(close);
    await browser.close();
  };
  opened.add(close);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  await page.goto(url);
  await page.getByText('live', { exact: true }).first().waitFor();
  return { page, close };
}
