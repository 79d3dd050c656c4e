import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../process-figures.mjs';
import * as servers from '../servers.mjs';
import { fill, obstacle } from '../wrk.mjs';

export const title = 'Latency at 2,000 announces per second by HTTP, a connection each, 1 torrent of 10,000 peers';

const PROGRAM = fileURLToPath(new URL('../programs/open-loop.mjs', import.meta.url));
const RUNS = 5;

export const run = async ({ short, seconds, tell }) => {
  const missing = obstacle();
  if (missing !== undefined) return tell(`skipped: ${missing}`);
  const swarm = { torrents: 1, peers: short ? 1_000 : 10_000 };
  const starters = [
    servers.seedbed,
    () => servers.opentracker(swarm),
    () => servers.bittorrentTracker({ mayInstall: !short }),
    servers.constantListener,
  ];
  const results = new Map((await servers.startAll(starters, tell)).map((server) => [server, []]));
  for (const server of results.keys()) await fill(server, swarm, { atMost: 20, close: true });
  for (let round = 0; round < (short ? 1 : RUNS); round += 1) {
    for (const [{ ip, port }, list] of results) {
      const args = ['-c', '1', process.execPath, PROGRAM, ip, `${port}`, `${swarm.peers}`, `${seconds}`];
      list.push(JSON.parse((await promisify(execFile)('taskset', args)).stdout));
    }
  }
  tell('| server | median | 99th percentile | of so many runs |\n|---|--:|--:|--:|');
  for (const [{ name }, list] of results) {
    const [middle, late] = ['p50', 'p99'].map((key) => `${median(list.map((figures) => figures[key])).toFixed(2)} ms`);
    tell(`| ${name} | ${middle} | ${late} | ${list.length} |`);
  }
  await servers.closeAll();
};
