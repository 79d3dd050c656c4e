import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { type Ended, ROOT, type RunOptions, startProgram } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

/** A checkout that is set up and may be changed; the packages of others are those of the real one. */
const checkout = (): string => {
  const root = temporaryFolder();
  const inherited = new Set(['packages', 'scenarios', 'scripts', 'package.json', 'package-lock.json']);
  for (const name of readdirSync(ROOT)) {
    if (!inherited.has(name) && !/^tsconfig.*\.json$/.test(name)) continue;
    cpSync(join(ROOT, name), join(root, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !/\/packages\/[^/]+\/(node_modules|bundle|test)$/.test(path),
    });
  }
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name === '.setup-stamp') cpSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
    else if (name !== '@seedbed') symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
  mkdirSync(join(root, 'node_modules', '@seedbed'));
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join('..', '..', 'packages', name), join(root, 'node_modules', '@seedbed', name));
  }
  return root;
};

const node = async (args: readonly string[], options: RunOptions = {}): Promise<Ended> => {
  const ended = await startProgram(process.execPath, args, options).ends();
  expect(ended, args.join(' ')).toMatchObject({ status: 0 });
  return ended;
};

const setUp = (root: string): Promise<Ended> => node([join(root, 'scripts', 'setup.mjs')]);
const compile = (root: string): Promise<Ended> =>
  node([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], { cwd: root });
const seedbed = (root: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> =>
  node([join(root, 'packages/cli/bin/seedbed.js'), ...args], options);

/** The same from `dist`, past the bundle. */
const compiled = (root: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> => {
  const program = join(root, 'compiled.mjs');
  writeFileSync(program, "await (await import('./packages/cli/dist/main.js')).main([]);\n");
  return node([program, ...args], options);
};

/** The folder of the bundle that was made last. */
const bundleOf = (root: string): string => {
  const bundles = join(root, 'packages', 'cli', 'bundle');
  const { folder } = JSON.parse(readFileSync(join(bundles, 'stamp.json'), 'utf8')) as { folder: string };
  return join(bundles, folder);
};

test('a program is taken from the bundle, and from what was compiled since where there is such', async () => {
  const root = checkout();
  const main = join(root, 'packages', 'cli', 'src', 'main.ts');
  const source = readFileSync(main, 'utf8');
  /** Makes `seedbed` say this word and, as a stack, what file it is in. */
  const teach = (word: string): void => writeFileSync(main, `console.log(new Error('${word}').stack);\n${source}`);
  const said = async (options: RunOptions = {}): Promise<string> =>
    (await seedbed(root, ['--version'], options)).stdout.replaceAll('\n', ' ');

  teach('first');
  await setUp(root);
  const first = bundleOf(root);
  expect(await said()).toMatch(/first .*\/bundle\/[^/]+\/seedbed\.js/);
  expect(await said({ environment: { SEEDBED_DEBUG: '1' } })).toMatch(/first .*\/packages\/cli\/src\/main\.ts:1:/);
  await setUp(root);
  expect(bundleOf(root)).toBe(first);

  teach('second');
  await compile(root);
  expect(await said()).toMatch(/second .*\/dist\/main\.js/);
  await setUp(root);
  expect(await said()).toMatch(/second .*\/bundle\/[^/]+\/seedbed\.js/);
  // What was started from it may still want a part of it.
  expect(existsSync(join(first, 'seedbed.js'))).toBe(true);

  // A place that nobody has told the bundler of.
  writeFileSync(main, `console.log('third', import.meta.url);\n${source}`);
  expect((await setUp(root)).stderr).toMatch(/could not be bundled.*main\.ts names a place/s);
  expect(await said()).toMatch(/third .*\/dist\/main\.js/);
});

/** Packages of others whose code a program reads at its start, by the maps of its files. */
const packagesReadBy = (bundle: string, file: string, seen = new Set<string>(), found = new Set<string>()) => {
  if (seen.has(file)) return found;
  seen.add(file);
  const map = join(bundle, `${file}.map`);
  // What the bundler itself adds has none.
  const { sources } = (existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')) : { sources: [] }) as {
    sources: string[];
  };
  for (const path of sources) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    if (name !== undefined) found.add(name);
  }
  const text = readFileSync(join(bundle, file), 'utf8');
  for (const [, next = ''] of text.matchAll(/^import [^'"]*["']\.\/([^"']+)["'];$/gm)) {
    packagesReadBy(bundle, next, seen, found);
  }
  return found;
};

/** What takes a program more time to load than it may need to start. */
const LATE = ['express', 'zod', 'prom-client', 'pino-pretty', 'log-update', 'yargs', 'ioredis'];

test('the bundle holds every program whole, and keeps apart what is loaded late', async () => {
  const root = checkout();
  await setUp(root);
  const bundle = bundleOf(root);
  const files = readdirSync(bundle).filter((name) => name.endsWith('.js'));
  const named = files.flatMap((name) =>
    [...readFileSync(join(bundle, name), 'utf8').matchAll(/new URL\("([^"]+)", import\.meta\.url\)/g)].map(
      ([, path = '']) => path,
    ),
  );
  expect(new Set(named)).toEqual(
    new Set([
      '../../../../scenarios/',
      '../../../dashboard/dist/page/',
      '../../package.json',
      'ask-program.js',
      'client-program.js',
      'hash-worker.js',
      'peer-process.js',
      'piece-hash-worker.js',
      'report-page.js',
      'tracker-process.js',
      'tracker-worker.js',
      'uPlot.iife.min.js',
      'uPlot.min.css',
    ]),
  );
  for (const path of named) expect(existsSync(join(bundle, path)), path).toBe(true);

  expect([...packagesReadBy(bundle, 'seedbed.js')]).toContain('yargs-parser');
  for (const program of ['seedbed.js', 'peer-process.js']) {
    const read = packagesReadBy(bundle, program);
    for (const name of LATE) expect(read).not.toContain(name);
  }
  expect([...packagesReadBy(bundle, 'peer-process.js')]).toContain('bencode');
  for (const name of ['express', 'pino', 'uplot', 'yargs']) {
    expect(readFileSync(join(bundle, 'LICENCES.txt'), 'utf8')).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'm'));
  }

  // The threads that hash whole files are started for what is big alone.
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'zeros'), '');
  truncateSync(join(cwd, 'zeros'), 80 * 1024 * 1024);
  const args = ['create', 'zeros', '--announce', 'http://127.0.0.1:1/announce', '-o'];
  await seedbed(root, [...args, 'bundled.torrent'], { cwd });
  await compiled(root, [...args, 'compiled.torrent'], { cwd });
  expect(readFileSync(join(cwd, 'bundled.torrent'))).toEqual(readFileSync(join(cwd, 'compiled.torrent')));
  // The thread that hashes what arrives: without it, that would be done more slowly, and nobody would notice.
  const slots = [new Uint8Array(new SharedArrayBuffer(5))];
  slots[0]?.set(Buffer.from('piece'));
  const thread = new Worker(join(bundle, 'piece-hash-worker.js'), { workerData: slots });
  onTestFinished(async () => void (await thread.terminate()));
  thread.postMessage({ slot: 0, length: 5 });
  const [{ digest }] = (await once(thread, 'message')) as [{ digest: Uint8Array }];
  expect(Buffer.from(digest)).toEqual(createHash('sha1').update('piece').digest());
  // The tracker and the peers as programs of their own.
  const { stdout } = await seedbed(root, ['swarm', '--leeches', '2', '--size', '1MiB'], { cwd });
  expect(stdout).toMatch(/verified/);
  // The page of a run is drawn by a program that is put into it.
  await seedbed(root, ['swarm', '--leeches', '2', '--size', '1MiB', '--out', 'run'], { cwd });
  await seedbed(root, ['report', 'run'], { cwd });
  expect(readFileSync(join(cwd, 'run', 'report.html'), 'utf8')).toContain('drawAll');
  for (const args of [['--help'], ['get', '--help'], ['swarm', '--help']]) {
    expect((await seedbed(root, args)).stdout).toBe((await compiled(root, args)).stdout);
  }

  // In an image it is taken whatever else is there, and needs nothing of that.
  await node([join(root, 'scripts', 'bundle.mjs'), '--final']);
  for (const name of ['node_modules', 'scripts', 'package-lock.json']) rmSync(join(root, name), { recursive: true });
  for (const name of readdirSync(join(root, 'packages')))
    rmSync(join(root, 'packages', name, 'dist'), { recursive: true });
  expect((await seedbed(root, ['swarm', '--leeches', '2', '--size', '1MiB'], { cwd })).stdout).toMatch(/verified/);
});
