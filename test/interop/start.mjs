// Runs the matrix of foreign clients in a network of its own: no way out of it, no ports of others in it, and the kernel
// takes it away with the last process in it. Whoever may not have one gets the machine's loopback.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideWebtorrent } from '../../scripts/install-webtorrent.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VITEST = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config=test/interop/vitest.config.ts'];

// All of its processes end with the first one of them, which ends with us.
const UNSHARE = ['--pdeathsig=KILL', 'unshare', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
// 198.18.0.0/15 is for tests of networks (RFC 2544). Being local as a whole, like 127.0.0.0/8, it gives every peer an
// address, and Transmission, which dials nobody on 127/8, peers to dial.
const PREPARE = 'ip link set lo up && ip route add local 198.18.0.0/15 dev lo && exec "$@"';

const inOwnNetwork = (file, args) => ['setpriv', [...UNSHARE, 'sh', '-c', PREPARE, 'sh', file, ...args]];

const ownNetwork = () => {
  if (process.getuid?.() !== 0) return { obstacle: 'needs root' };
  const tried = spawnSync(...inOwnNetwork('true', []), { encoding: 'utf8' });
  if (tried.status === 0) return { own: true };
  return { obstacle: `needs a network namespace: ${tried.error?.message ?? tried.stderr.trim()}` };
};

const short = process.argv.includes('--short');
const provided = { short, network: ownNetwork(), webtorrent: provideWebtorrent({ mayInstall: !short }) };
// Files of tests, by a part of their names: these clients are quick.
const files = short ? ['aria2', 'libtorrent', 'webtorrent'] : [];
const args = [...VITEST, ...files, ...process.argv.slice(2).filter((arg) => arg !== '--short')];
const command = 'own' in provided.network ? inOwnNetwork(process.execPath, args) : [process.execPath, args];

// All temporary files of all that is started, so that nothing is left of them whatever happens.
const scratch = mkdtempSync(join(tmpdir(), 'seedbed-interop-'));
// Some programs drop their rights, and still have to get at what is theirs in it.
chmodSync(scratch, 0o711);
const child = spawn(...command, {
  cwd: ROOT,
  env: { ...process.env, TMPDIR: scratch, INTEROP_PROVIDED: JSON.stringify(provided) },
  stdio: ['ignore', 'inherit', 'inherit'],
  // A group of its own, which holds all that comes of it, and which the terminal's Ctrl-C does not reach before we do.
  detached: true,
});
let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interruptedBy = signal;
    process.kill(-child.pid, 'SIGKILL');
  });
}
const status = await new Promise((resolve, reject) => {
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
});
rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
process.exitCode = interruptedBy === undefined ? status : 128 + constants.signals[interruptedBy];
