// The trackers that are compared. Each is a process of its own on core 0, at an address of 127/8 of its own.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { provideBittorrentTracker } from './provide-bittorrent-tracker.mjs';
import { infoHash } from './swarms.mjs';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const running = new Set();
// Also when the bench itself fails, nothing goes on.
process.once('exit', () => {
  for (const { kill } of running) kill();
});

const start = async (name, ip, port, command, cleanUp = () => {}) => {
  const child = spawn('taskset', ['-c', '0', ...command], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const server = {
    name,
    ip,
    port,
    pid: child.pid, // taskset becomes the program that it starts
    kill: () => child.kill('SIGKILL'),
    close: async () => {
      running.delete(server);
      server.kill();
      await ended;
      cleanUp();
    },
  };
  running.add(server);
  for (let tries = 0; !(await answers(ip, port)); tries += 1) {
    if (child.exitCode !== null || tries === 100) throw new Error(`${name} does not answer: ${said}`);
    await pause(100);
  }
  return server;
};

const answers = (ip, port) =>
  new Promise((resolve) => {
    const socket = connect({ host: ip, port });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });

/** Ends every server that still runs. */
export const closeAll = async () => {
  await Promise.all([...running].map((server) => server.close()));
};

const seedbedAt = (ip, port, more) => {
  const settings = { http: `${ip}:${port}`, 'log-level': 'error', ...more };
  const program = file('../../packages/tracker/dist/process.js');
  return start('seedbed', ip, port, [process.execPath, program, JSON.stringify(settings)]);
};

export const seedbed = () => seedbedAt('127.9.0.1', 7001, {});

/** Of so many processes; each number at an address of its own. */
export const seedbedOf = (workers) => seedbedAt(`127.9.1.${workers}`, 7001, { workers });

export const constantListener = () =>
  start('Node, a constant', '127.9.0.2', 7002, [
    process.execPath,
    file('programs/constant-listener.mjs'),
    '127.9.0.2',
    '7002',
  ]);

/** Debian's build knows only the torrents of its list, and IPv4. */
export const opentracker = async ({ torrents }) => {
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-bench-'));
  const list = join(folder, 'whitelist');
  writeFileSync(list, Array.from({ length: torrents }, (_, n) => `${infoHash(n).toString('hex')}\n`).join(''));
  chmodSync(folder, 0o755);
  // It refuses to be root.
  const user = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const command = [...user, 'opentracker', '-i', '127.9.0.3', '-p', '7003', '-d', folder, '-w', list];
  return start('opentracker', '127.9.0.3', 7003, command, () => rmSync(folder, { recursive: true }));
};

export const bittorrentTracker = ({ mayInstall }) => {
  const { module } = provideBittorrentTracker({ mayInstall });
  const command = [process.execPath, file('programs/bittorrent-tracker-server.mjs'), module, '127.9.0.4', '7004'];
  return start('bittorrent-tracker', '127.9.0.4', 7004, command);
};

/** Who can't be had, and why, is told; the others are compared without it. */
export const startAll = async (starters, tell) => {
  const servers = [];
  for (const starter of starters) {
    try {
      servers.push(await starter());
    } catch (error) {
      tell(`without one of them: ${error.message}`);
    }
  }
  return servers;
};
