import { on } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallDisk } from './small-disk.ts';
import { addressOf, infoHash } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram, type TrackerProgram } from './tracker-program.ts';
import { waitUntil } from './wait-until.ts';

const PEERS = 40;

/** Announces so many peers, of several swarms. */
async function fill({ address }: TrackerProgram, from = 1, count = PEERS): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    await announceTo(address, n, { infoHash: infoHash(n % 3), left: n % 2 }, { from: addressOf(n).ip });
  }
}

async function peersOf({ address }: TrackerProgram): Promise<number> {
  return (JSON.parse((await ask(address, '/stats.json')).body.toString()) as { peers: number }).peers;
}

const writtenAt = (path: string): number => (existsSync(path) ? statSync(path).mtimeMs : 0);

test('the swarms are there again after SIGTERM', async () => {
  const state = join(temporaryFolder(), 'state');
  const first = await startProgram({ state });
  await fill(first);
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  const second = await startProgram({ state });
  expect(await peersOf(second)).toBe(PEERS);
  const answer = await announceTo(second.address, 900, { infoHash: infoHash(1) });
  expect(answer).toMatchObject({ ok: true, answer: { peers: expect.arrayContaining([addressOf(1), addressOf(4)]) } });
});

test('and after kill -9, as they were when they were written last', async () => {
  const state = join(temporaryFolder(), 'state');
  const first = await startProgram({ state, 'state-interval': '100ms' });
  await fill(first);
  // Written after the last of these announces: a writing that was under way then comes to its end first.
  const begun = Date.now();
  await fill(first, 1, 1);
  await waitUntil(() => (writtenAt(state) > begun ? undefined : 'the state has not been written'));
  const seen = writtenAt(state);
  await fill(first, 1, 1);
  await waitUntil(() => (writtenAt(state) > seen ? undefined : 'the state has not been written again'));
  first.child.kill('SIGKILL');
  await first.exit;
  expect(await peersOf(await startProgram({ state }))).toBe(PEERS);
});

test('killed in the middle of writing: the old file is whole, and what was begun does no harm', async () => {
  const dir = temporaryFolder();
  const state = join(dir, 'state');
  let tracker = await startProgram({ state, 'state-interval': '100ms' });
  await fill(tracker);
  tracker.child.kill('SIGTERM');
  await tracker.exit;
  let caught = 0;
  for (let round = 0; round < 10 && caught < 2; round += 1) {
    tracker = await startProgram({ state, 'state-interval': '100ms' });
    expect(tracker.errors()).not.toContain('damaged');
    expect(await peersOf(tracker)).toBeGreaterThanOrEqual(PEERS);
    const busy = new AbortController();
    const announcing = keepAnnouncing(tracker, busy.signal);
    await begins(`${state}.tmp`);
    tracker.child.kill('SIGKILL');
    busy.abort();
    await Promise.all([tracker.exit, announcing]);
    if (existsSync(`${state}.tmp`)) caught += 1;
  }
  expect(caught, 'rounds in which it was killed while it wrote').toBeGreaterThan(0);
  const last = await startProgram({ state });
  expect(await peersOf(last)).toBeGreaterThanOrEqual(PEERS);
  last.child.kill('SIGTERM');
  await last.exit;
  expect(readdirSync(dir)).not.toContain('state.damaged');
});

/** Resolves as soon as there is news of a file in its folder. */
async function begins(path: string): Promise<void> {
  const watcher = watch(dirname(path));
  try {
    for await (const [, name] of on(watcher, 'change')) if (name === basename(path)) return;
  } finally {
    watcher.close();
  }
}

async function keepAnnouncing(tracker: TrackerProgram, until: AbortSignal): Promise<void> {
  for (let n = 1; !until.aborted; n = (n % PEERS) + 1) {
    try {
      await fill(tracker, n, 1);
    } catch {
      return; // it was killed
    }
  }
}

test('what was right in a damaged file is in a whole one at once, also when nobody announces again', async () => {
  const state = join(temporaryFolder(), 'state');
  const first = await startProgram({ state });
  await fill(first);
  first.child.kill('SIGTERM');
  await first.exit;
  writeFileSync(state, readFileSync(state).subarray(0, -1)); // its last chunk holds the end alone
  const damaged = statSync(state).ino;
  const second = await startProgram({ state });
  expect(second.errors()).toContain('is damaged');
  await waitUntil(() => (statSync(state).ino === damaged ? 'the rescued swarms have not been written' : undefined));
  expect(statSync(`${state}.damaged`).ino).toBe(damaged);
  second.child.kill('SIGKILL');
  await second.exit;
  const third = await startProgram({ state });
  expect(third.errors()).not.toContain('damaged');
  expect(await peersOf(third)).toBe(PEERS);
});

test('what was right in a damaged file is not lost when the tracker can not start', async () => {
  const state = join(temporaryFolder(), 'state');
  const first = await startProgram({ state });
  await fill(first);
  first.child.kill('SIGTERM');
  await first.exit;
  writeFileSync(state, readFileSync(state).subarray(0, -1));
  const other = await startProgram({});
  const taken = startProgram({ state, http: `${other.address.ip}:${other.address.port}` });
  await expect(taken).rejects.toThrow('is taken by another program');
  expect(await peersOf(await startProgram({ state }))).toBe(PEERS);
});

test('a state that is a link is written where the link leads, also before there is anything', async () => {
  const folder = temporaryFolder();
  const [real, state] = [join(folder, 'real', 'swarms'), join(folder, 'state')];
  mkdirSync(dirname(real));
  symlinkSync(join('real', 'swarms'), state);
  for (const count of [PEERS, 2 * PEERS]) {
    const tracker = await startProgram({ state });
    await fill(tracker, 1, count);
    tracker.child.kill('SIGTERM');
    expect(await tracker.exit).toBe(0);
    expect(lstatSync(state).isSymbolicLink()).toBe(true);
    expect(lstatSync(real).isFile()).toBe(true);
    const next = await startProgram({ state: real });
    expect(await peersOf(next)).toBe(count);
    next.child.kill('SIGTERM');
    await next.exit;
  }
});

describe('a disk that is full', () => {
  test('is told once; the tracker answers on, and writes again when there is room', async ({ skip }) => {
    const disk = smallDisk(16) ?? skip('needs root');
    const state = join(disk.folder, 'state');
    const tracker = await startProgram({ state, 'state-interval': '100ms' });
    await fill(tracker, 1, 10);
    await waitUntil(() => (existsSync(state) ? undefined : 'nothing was written while there was room'));
    await fill(tracker, 1, 700);
    const failures = async (): Promise<number> => {
      const { body } = await ask(tracker.address, '/metrics');
      return Number(/^seedbed_tracker_state_failures_total (\d+)$/m.exec(body.toString())?.[1]);
    };
    await waitUntil(async () => ((await failures()) >= 2 ? undefined : 'writing did not fail twice'));
    expect(tracker.errors().match(/the swarms can't be written: ENOSPC/g)).toHaveLength(1);
    // Between two attempts nothing is left of the last one.
    await waitUntil(() =>
      readdirSync(disk.folder).join() === 'state' ? undefined : `there are ${readdirSync(disk.folder)}`,
    );
    disk.grow(1_024);
    tracker.child.kill('SIGTERM');
    expect(await tracker.exit).toBe(0);
    expect(await peersOf(await startProgram({ state }))).toBe(700);
  });
});

test('a state that can not be written in the end: a line that says so, and status 1', async () => {
  const folder = temporaryFolder();
  const tracker = await startProgram({ state: join(folder, 'state') });
  await fill(tracker);
  rmSync(folder, { recursive: true });
  tracker.child.kill('SIGTERM');
  expect(await tracker.exit).toBe(1);
  expect(tracker.errors()).toMatch(/^tracker: the swarms can't be written to .*state in the end, .* lost: ENOENT/m);
});

test("somebody else's file: one clear line, status 1, and the file as it was", async () => {
  const error = await startProgram({ state: join(import.meta.dirname, 'wait-until.ts') }).catch(
    (reason: Error) => reason,
  );
  expect(String(error)).toMatch(
    /ended \(1\).*\ntracker: .*wait-until\.ts is no state of a tracker|\(1\) before it was ready: tracker: .*wait-until\.ts is no state of a tracker/s,
  );
});
