// Makes a fresh clone ready to run, and does next to nothing when it already is. It runs before `npm start`, `npm test`
// and `./seedbed`, so it uses nothing that would have to be installed first. Whatever it prints goes to standard error:
// standard output belongs to the program that follows.
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants, hostname } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = join(root, '.setup-lock');
const compiled = join(root, 'packages', 'cli', 'dist', 'main.js');
const stamp = join(root, 'node_modules', '.setup-stamp');

const BEAT_MS = 1_000;
// Ten missed beats: the owner was killed, or stands in another container where its process id means nothing to us.
const STALE_MS = 10_000;

const say = (line) => process.stderr.write(`${line}\n`);

const fail = (line) => {
  say(line);
  process.exit(1);
};

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The packages are pinned by the lockfile; some of them are native programs, which another platform can't use.
const wanted = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');

const installed = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : '');

// npm hands its own settings to the scripts it starts. Some of them (`--prefix`, `--omit=dev`, `--workspace`) would make
// the install below land elsewhere or leave the compiler out, so that only what says where to fetch from is kept.
const HARMFUL = new Set(
  `workspace workspaces include_workspace_root prefix local_prefix global global_prefix location omit include only also dev
   production optional ignore_scripts dry_run force json package_lock package_lock_only install_strategy install_links
   bin_links legacy_peer_deps before os cpu libc engine_strict loglevel silent parseable long`.split(/\s+/),
);

const cleanEnvironment = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => {
      const setting = /^npm_config_(.*)$/i.exec(name)?.[1]?.toLowerCase().replaceAll('-', '_');
      return name !== 'NODE_ENV' && !(setting !== undefined && HARMFUL.has(setting));
    }),
  );

let child;
let interruptedBy;

/** Answers with what went wrong, or with undefined. */
const run = async (file, args) => {
  const problem = await new Promise((resolve) => {
    child = spawn(file, args, { cwd: root, env: cleanEnvironment(), stdio: ['ignore', 2, 2] });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit status ${code}`)));
  });
  child = undefined;
  if (interruptedBy !== undefined) process.exit(128 + constants.signals[interruptedBy]);
  return problem;
};

const install = () => {
  const flags = ['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  // The npm that started us, without asking PATH; another package manager sets the same variable, hence the name check.
  const npm = process.env.npm_execpath;
  const ours = npm !== undefined && basename(npm) === 'npm-cli.js' && existsSync(npm);
  return ours ? run(process.execPath, [npm, ...flags]) : run('npm', flags);
};

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const ignoring = (codes, action) => {
  try {
    return action();
  } catch (error) {
    if (!codes.includes(error.code)) throw error;
    return undefined;
  }
};

// The lock is a folder that holds one file, named after its owner: `<pid>.<random>.<host>`. Taking over a lock means to
// unlink that very file, which only one of several waiters can do, so a takeover can never hit a lock made since.
const owner = `${process.pid}.${randomUUID()}.${hostname()}`;

const tryLock = () => {
  const made = ignoring(['EEXIST'], () => mkdirSync(lock, { mode: 0o777 }) ?? true);
  // ENOENT: we were so slow between the two steps that another process took the empty folder for a leftover.
  return made === true && ignoring(['ENOENT'], () => writeFileSync(join(lock, owner), '') ?? true) === true;
};

const dropStaleLock = () => {
  const names = ignoring(['ENOENT'], () => readdirSync(lock));
  if (names === undefined) return;
  const holder = names[0];
  const beat = ignoring(['ENOENT'], () => statSync(holder === undefined ? lock : join(lock, holder)).mtimeMs);
  if (beat === undefined) return;
  const silent = Date.now() - beat > STALE_MS;
  if (holder === undefined) {
    if (silent) ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(lock));
    return;
  }
  const [pid, , ...host] = holder.split('.');
  const dead = host.join('.') === hostname() && !alive(Number(pid));
  if (!silent && !dead) return;
  const mine = ignoring(['ENOENT'], () => unlinkSync(join(lock, holder)) ?? true);
  if (mine) ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(lock));
};

const unlock = () => {
  const mine = ignoring(['ENOENT'], () => unlinkSync(join(lock, owner)) ?? true);
  if (mine) ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(lock));
};

const acquire = async () => {
  for (let tries = 0; !tryLock(); tries += 1) {
    dropStaleLock();
    if (tries === 20) say('Waiting for another set-up of Seedbed in this folder…');
    await sleep(100);
  }
  // Kept fresh from another turn of the event loop while npm and tsc run.
  setInterval(() => ignoring(['ENOENT'], () => utimesSync(join(lock, owner), new Date(), new Date())), BEAT_MS).unref();
  process.once('exit', unlock);
};

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  fail(`Seedbed needs Node.js 20.19 or later in 20.x, or 22.12 or later; this is ${process.versions.node}.`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    interruptedBy = signal;
    // The lock is kept until npm or tsc is gone: another set-up must not start beside it.
    if (child === undefined) process.exit(128 + constants.signals[signal]);
    child.kill(signal);
  });
}

const want = wanted();
// An image or a shared folder that was set up once and is read-only now can't be compiled again, and need not be.
const readOnly = await acquire().then(
  () => false,
  (error) => ['EROFS', 'EACCES', 'EPERM'].includes(error.code) || Promise.reject(error),
);
if (readOnly && installed() === want && existsSync(compiled)) process.exit(0);
if (readOnly) fail(`Seedbed has to be set up first, but ${root} is read-only for this user.`);
if (installed() !== want) {
  say('Setting up Seedbed once: installing the packages of package-lock.json and compiling (well under a minute)…');
  const problem = await install();
  if (problem !== undefined) fail(`Seedbed could not install its packages (npm ci: ${problem}).`);
  // `npm ci` begins by deleting node_modules, so a stamp can't outlive an install that broke.
  writeFileSync(stamp, want);
}
const problem = await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
if (problem !== undefined) fail(`Seedbed could not be compiled (tsc -b: ${problem}).`);
try {
  const { bundle } = await import('./bundle.mjs');
  await bundle();
} catch (error) {
  // What was compiled runs without it.
  say(`Seedbed starts slower than it could, from packages/*/dist: its programs could not be bundled. ${error.message}`);
}
try {
  const { buildPage } = await import('./page.mjs');
  await buildPage();
} catch (error) {
  // Everything else runs without it.
  say(`Seedbed has no dashboard: its page could not be built. ${error.message}`);
}
// The signal handlers and the beat would not hold the process, but leaving now also gives the lock back at once.
process.exit(0);
