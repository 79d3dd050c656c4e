// Builds the page of the dashboard, unless it was built of these very sources: a hash of them stands beside it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dashboard = join(root, 'packages', 'dashboard');
const stamp = join(dashboard, 'dist', 'page', '.stamp');

/** Everything that the page is made of: its own sources, those of the packages that it imports, and what builds it. */
const SOURCES = [
  'package-lock.json',
  'packages/dashboard/vite.config.ts',
  'packages/dashboard/src/page',
  'packages/dashboard/src/model',
  'packages/dashboard/src/server/action.ts',
  'packages/dashboard/tour/recording',
  'packages/events/src',
  'packages/protocol/src',
];

const filesIn = (path) =>
  statSync(join(root, path)).isDirectory()
    ? readdirSync(join(root, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [join(root, path)];

const hashOfSources = () => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
};

const build = () =>
  new Promise((resolve, reject) => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: dashboard,
      stdio: ['ignore', 2, 2],
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`vite build: ${signal ?? `exit status ${code}`}`)),
    );
  });

/** Makes `packages/dashboard/dist/page`, unless it is there and fresh. */
export const buildPage = async () => {
  const want = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  await build();
  writeFileSync(stamp, want);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
