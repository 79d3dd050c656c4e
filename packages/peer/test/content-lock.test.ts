import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lockContent } from '../src/io/lock/content-lock.ts';
import type { HeldLock } from '../src/io/lock/held-lock.ts';
import { lockByMarker } from '../src/io/lock/marker-lock.ts';
import { lockBySocket } from '../src/io/lock/socket-lock.ts';
import { unfinishedName } from '../src/io/storage/content-place.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

type LockPath = (path: string) => Promise<HeldLock | undefined>;

/** A process that takes the lock and keeps it. */
const keeper = async (lock: string, path: string): Promise<ChildProcess> => {
  const module = new URL(`../dist/io/lock/${lock === 'lockBySocket' ? 'socket' : 'marker'}-lock.js`, import.meta.url);
  const program = `
    const { ${lock} } = await import(${JSON.stringify(module.href)});
    console.log(await ${lock}(${JSON.stringify(path)}) === undefined ? 'refused' : 'taken');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('taken\n');
  return child;
};

describe.each<[string, LockPath]>([
  ['lockBySocket', lockBySocket],
  ['lockByMarker', lockByMarker],
])('%s', (name, lock) => {
  it('gives a path to one owner at a time', async () => {
    const dir = temporaryFolder();
    const first = await lock(join(dir, 'film'));
    expect(first).toBeDefined();
    expect(await lock(join(dir, 'film'))).toBeUndefined();
    const other = await lock(join(dir, 'book'));
    expect(other).toBeDefined();
    await first?.release();
    const second = await lock(join(dir, 'film'));
    expect(second).toBeDefined();
    await second?.release();
    await other?.release();
  });

  it('gives it to one at most of many that come at the same moment', async () => {
    const path = join(temporaryFolder(), 'film');
    const locks = await Promise.all(Array.from({ length: 8 }, () => lock(path)));
    expect(locks.filter((one) => one !== undefined).length).toBeLessThanOrEqual(1);
    for (const one of locks) await one?.release();
  });

  it('ends with its process, however that ends', async () => {
    const path = join(temporaryFolder(), 'film');
    const child = await keeper(name, path);
    expect(await lock(path)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    let taken: HeldLock | undefined;
    await until(async () => {
      taken = await lock(path);
      return taken !== undefined || 'it is taken still';
    });
    await taken?.release();
  });
});

describe('lockByMarker', () => {
  it('leaves nothing in the folder of markers, its own and dead ones', async () => {
    const before = readdirSync('/tmp');
    const path = join(temporaryFolder(), 'film');
    const child = await keeper('lockByMarker', path);
    const markers = readdirSync('/tmp').filter(
      (entry) => !before.includes(entry) && /^seedbed-[0-9a-f]{20}-/.test(entry),
    );
    expect(markers.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await lockByMarker(path);
    await lock?.release();
    const after = readdirSync('/tmp').filter((entry) => markers.includes(entry));
    expect(after).toEqual([]);
  });
});

describe('lockContent', () => {
  it('keeps others away from both names of the content', async () => {
    const dir = temporaryFolder();
    const lock = await lockContent(dir, 'film');
    const inUse = { name: 'StorageError', code: 'in-use' };
    await expect(lockContent(dir, 'film')).rejects.toMatchObject(inUse);
    await expect(lockContent(dir, unfinishedName('film'))).rejects.toMatchObject(inUse);
    await lock.release();
    const other = await lockContent(dir, unfinishedName('film'));
    await expect(lockContent(dir, 'film')).rejects.toMatchObject(inUse);
    await other.release();
  });
});
