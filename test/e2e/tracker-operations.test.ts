import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signalOnLoad } from '../../packages/tracker/test/signal-on-load.ts';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { run, start } from './harness/seedbed.ts';
import { ownAddress, startGet, startSeed } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

const trackerWith = (...flags: readonly string[]): readonly string[] => ['tracker', '--http', ownAddress(), ...flags];

const HASH = 'ab'.repeat(20);

/** The failure reason of an announce, or undefined when it is answered with peers. */
const failureOf = async (announce: string): Promise<string | undefined> => {
  const query = `info_hash=${HASH.replace(/../g, '%$&')}&peer_id=${'x'.repeat(20)}&port=1&uploaded=0&downloaded=0&left=1`;
  const body = await (await fetch(`${announce}?${query}`)).text();
  return /^d14:failure reason\d+:(.*?)(?:8:retry in|e$)/s.exec(body)?.[1];
};

test('SIGHUP has a tracker read its lists again, and does not end one that has none', async () => {
  const denied = join(temporaryFolder(), 'denied');
  writeFileSync(denied, '# nothing yet\n');
  const tracker = start(trackerWith('--deny-list', denied, '--log-level', 'info'));
  const [, announce = ''] = await tracker.says(/^tracker ready: (\S+)$/m);
  expect(await failureOf(announce)).toBeUndefined();
  writeFileSync(denied, `${HASH}\n`);
  tracker.signal('SIGHUP');
  await tracker.says(/the lists were read again/);
  expect(await failureOf(announce)).toBe('this tracker does not serve this torrent');
  tracker.signal('SIGTERM');
  expect(await tracker.ends()).toMatchObject({ status: 0 });

  const plain = start(trackerWith('--log-level', 'info'));
  await plain.says(/^tracker ready: /m);
  plain.signal('SIGHUP');
  await plain.says(/there is no file to read or to open again/);
  plain.signal('SIGTERM');
  expect(await plain.ends()).toMatchObject({ status: 0 });
});

test('SIGHUP while a tracker is being loaded does not end it: it reads its lists again once it has started', async () => {
  const denied = join(temporaryFolder(), 'denied');
  writeFileSync(denied, '# nothing yet\n');
  const module = /\/(bundle\/[^/]+\/seedbed|dist\/main)\.js$/;
  const environment = { NODE_OPTIONS: signalOnLoad({ module, signal: 'SIGHUP' }) };
  const tracker = start(trackerWith('--deny-list', denied, '--log-level', 'info'), { environment });
  const [, announce = ''] = await tracker.says(/^tracker ready: (\S+)$/m);
  expect(tracker.stderr).toContain('the lists were read again');
  expect(await failureOf(announce)).toBeUndefined();
  tracker.signal('SIGTERM');
  expect(await tracker.ends()).toMatchObject({ status: 0 });
});

test('faults come from flags and change at the control address, whose line is the one at the start', async () => {
  const tracker = start(trackerWith('--fault', 'failure:closed', '--control', ownAddress()));
  const [, announce = '', control = ''] = await tracker.says(/^tracker ready: (\S+), control (\S+)$/m);
  expect(await failureOf(announce)).toBe('closed');
  expect(await (await fetch(`${control}/api/faults`, { method: 'DELETE' })).json()).toEqual({ faults: [] });
  expect(await failureOf(announce)).toBeUndefined();
  tracker.signal('SIGTERM');
  expect(await tracker.ends()).toMatchObject({ status: 0 });
});

test('its line names both ways to announce, and peers that know only the one over UDP meet', async () => {
  const tracker = start(trackerWith('--udp', ownAddress(), '--control', ownAddress()));
  const [, http = '', udp = ''] = await tracker.says(/^tracker ready: (http:\S+) (udp:\S+), control http:\S+$/m);
  const dir = temporaryFolder();
  const film = join(dir, 'film');
  writeFileSync(film, madeUpBytes(300_001, 'film'));
  const { seed } = await startSeed(film, udp);
  const got = join(dir, 'got');
  expect(await startGet(`${film}.torrent`, got).ends()).toMatchObject({ status: 0 });
  expect(readFileSync(join(got, 'film')).equals(readFileSync(film))).toBe(true);
  seed.signal('SIGTERM');
  expect(await seed.ends()).toMatchObject({ status: 0 });
  const stats = await (await fetch(http.replace(/announce$/, 'stats.json'))).json();
  expect(stats).toMatchObject({
    peers: 0,
    requests: { failures: 0, internalErrors: 0, events: { started: 2, completed: 1, stopped: 2 } },
  });
  tracker.signal('SIGTERM');
  expect(await tracker.ends()).toMatchObject({ status: 0 });
});

test.each([
  [['--fault', 'dealy:5s'], 2, "--fault: there is no fault 'dealy'; did you mean delay?"],
  [['--control', '0.0.0.0:0'], 2, 'a control address that others can reach (0.0.0.0) needs a token'],
  [['--deny-list', '/nowhere/list'], 1, "the list /nowhere/list can't be read: ENOENT"],
  [['--state', import.meta.filename], 1, 'is no state of a tracker, and is left alone: name another file with --state'],
])('tracker %j: status %i and one clear line', async (flags, status, line) => {
  const ended = await run(trackerWith(...flags));
  expect(ended.status).toBe(status);
  const problems = ended.stderr.split('\n').filter((each) => each.startsWith('seedbed:'));
  expect(problems).toEqual([expect.stringContaining(line)]);
});

test('swarms that can not be written in the end: a line that says so, and status 1, however it was asked to stop', async () => {
  const folder = temporaryFolder();
  const tracker = start(trackerWith('--state', join(folder, 'state')));
  const [, announce = ''] = await tracker.says(/^tracker ready: (\S+)$/m);
  expect(await failureOf(announce)).toBeUndefined();
  rmSync(folder, { recursive: true });
  tracker.signal('SIGTERM');
  const { status, stderr } = await tracker.ends();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^seedbed: the swarms can't be written to .*state in the end, .* lost: ENOENT/m);
});
