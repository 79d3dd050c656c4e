// The trackers that are measured, each started for a while at an address of its own, the server pinned to the first core.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { infoHashOf } from './load-shape.mjs';
import { provideBittorrentTracker } from './provide-bittorrent-tracker.mjs';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

const has = (program) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The core for the server and the one for the load; together on one they would take it from each other. */
export const pinned = has('taskset');
export const on = (core, command) => (pinned ? ['taskset', '-c', String(core), ...command] : command);

/** Starts a Node program on the server's core; resolves with its first message. */
const startNode = (args) =>
  new Promise((resolve, reject) => {
    const [program, ...rest] = on(0, [process.execPath, ...args]);
    const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', (message) => resolve({ child, message }));
    child.once('exit', (status) => reject(new Error(`bench: ${args[0]} ended with ${status} before it was ready`)));
  });

const seedbed = (ip) => ({
  name: 'Seedbed',
  form: 'tracker',
  start: async () => {
    const config = JSON.stringify({ http: `${ip}:0`, udp: `${ip}:0`, 'log-level': 'warn' });
    const { child, message } = await startNode([file('../../packages/tracker/dist/process.js'), config]);
    return { child, port: Number(new URL(message.urls[1].replace('udp:', 'http:')).port), http: message.address.port };
  },
});

const constant = (ip) => ({
  name: 'a socket that answers a constant',
  form: 'bare',
  start: async () => {
    const { child, message } = await startNode([file('constant-socket.mjs'), ip]);
    return { child, port: message.port };
  },
});

const bittorrentTracker = (ip, mayInstall) => {
  const { version, module, obstacle } = tryToProvide(mayInstall);
  return {
    name: `bittorrent-tracker ${version}`.trim(),
    form: 'tracker',
    obstacle,
    start: async () => {
      const { child, message } = await startNode([file('bittorrent-tracker.mjs'), module, ip]);
      return { child, ...message };
    },
  };
};

const tryToProvide = (mayInstall) => {
  try {
    return provideBittorrentTracker({ mayInstall });
  } catch (error) {
    return { version: '', obstacle: error.message.split('\n')[0] };
  }
};

/** Debian's build knows the info hashes of a list and no others, and can't say which port it got. */
const opentracker = (ip, torrents) => ({
  name: 'opentracker',
  form: 'tracker',
  obstacle: has('opentracker') ? undefined : 'not installed',
  start: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seedbed-bench-'));
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const hashes = Array.from({ length: torrents }, (_, n) => Buffer.from(infoHashOf(n)).toString('hex'));
    writeFileSync(join(folder, 'whitelist'), `${hashes.join('\n')}\n`);
    // Started by root it locks itself into this folder and becomes nobody.
    chmodSync(folder, 0o755);
    const flags = ['-i', ip, '-p', String(port), '-P', String(port), '-d', folder, '-w', 'whitelist'];
    const [program, ...args] = on(0, ['opentracker', ...flags]);
    const child = spawn(program, args, { cwd: folder, stdio: 'ignore' });
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    // It says nothing when it is ready; the load asks it first.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { child, port, http: port };
  },
});

/** Ours first, then what it is measured beside. */
export const trackers = ({ torrents, mayInstall }) => [
  seedbed('127.0.0.1'),
  constant('127.0.0.1'),
  opentracker('127.0.0.1', torrents),
  bittorrentTracker('127.0.0.1', mayInstall),
];
