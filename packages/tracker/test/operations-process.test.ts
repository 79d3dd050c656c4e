import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import { printableId, toHex } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { FIRST_ANNOUNCE, firstAnnounceOf, heardOf } from './announce-events.ts';
import { addressOf, infoHash, peerId } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram } from './tracker-program.ts';
import { waitUntil } from './wait-until.ts';

const refused = { ok: false, failure: 'this tracker does not serve this torrent' };

test('lists are read again on SIGHUP; peers of a torrent that is denied later disappear', async () => {
  const denyList = join(temporaryFolder(), 'denied');
  writeFileSync(denyList, `# nobody yet\n${toHex(infoHash(9))}\n`);
  const tracker = await startProgram({ 'deny-list': denyList });
  const { address } = tracker;
  const announceTwo = async (): Promise<unknown[]> => [
    await announceTo(address, 1, { infoHash: infoHash(1) }),
    await announceTo(address, 1, { infoHash: infoHash(2) }),
  ];
  expect(await announceTwo()).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await announceTo(address, 1, { infoHash: infoHash(9) })).toEqual({
    ...refused,
    retryIn: Number.POSITIVE_INFINITY,
  });

  writeFileSync(denyList, `${toHex(infoHash(2))}\n`);
  tracker.child.kill('SIGHUP');
  await waitUntil(async () => {
    const { torrents } = JSON.parse((await ask(address, '/stats.json')).body.toString()) as { torrents: number };
    return torrents === 1 ? undefined : `there are ${torrents} torrents`;
  });
  expect(await announceTwo()).toMatchObject([{ ok: true }, refused]);
  expect(await announceTo(address, 1, { infoHash: infoHash(9) })).toMatchObject({ ok: true });

  writeFileSync(denyList, `${toHex(infoHash(1))}\n\nnonsense\n`);
  tracker.child.kill('SIGHUP');
  await waitUntil(() => (tracker.errors().includes('the old lists stay') ? undefined : 'nothing is said'));
  expect(tracker.errors()).toContain(`the old lists stay: ${denyList}, line 3: \\"nonsense\\" is no info hash`);
  expect(await announceTwo()).toMatchObject([{ ok: true }, refused]);
});

test('with an allow list nothing else is served, and what is in the state and not in it is gone', async () => {
  const dir = temporaryFolder();
  const [state, allowList] = [join(dir, 'state'), join(dir, 'allowed')];
  const before = await startProgram({ state });
  for (const n of [1, 2]) await announceTo(before.address, n, { infoHash: infoHash(n) });
  before.child.kill('SIGTERM');
  await before.exit;
  writeFileSync(allowList, toHex(infoHash(2)));
  const { address } = await startProgram({ state, 'allow-list': allowList });
  expect(JSON.parse((await ask(address, '/stats.json')).body.toString())).toMatchObject({
    peers: 1,
    swarms: [{ infoHash: toHex(infoHash(2)) }],
  });
  expect(await announceTo(address, 1, { infoHash: infoHash(1) })).toEqual(refused);
});

test.each([
  [
    'a list that is not there',
    { 'deny-list': '/nowhere/denied' },
    1,
    "tracker: the list /nowhere/denied can't be read: ENOENT",
  ],
  [
    'events that can not be written',
    { events: '/nowhere/events' },
    1,
    "tracker: the events can't be written to /nowhere/events: ENOENT",
  ],
  [
    'state and events in one file',
    { state: '/tmp/../tmp/both', events: '/tmp/both' },
    2,
    "tracker: --state and --events: /tmp/../tmp/both can't hold both; name two files",
  ],
  ['an unknown fault', { fault: ['refuze'] }, 2, "tracker: --fault: there is no fault 'refuze'; did you mean refuse?"],
  [
    'a network that is none',
    { 'trusted-proxies': ['10.0.0.0/33'] },
    2,
    "tracker: --trusted-proxies: '10.0.0.0/33' is no network",
  ],
  [
    'a default beyond the most',
    { numwant: 300, 'max-numwant': 200, workers: 2 },
    2,
    'tracker: --numwant 300 is more than --max-numwant 200: raise that, or lower it',
  ],
  [
    'two ways to trust',
    { 'trusted-proxies': ['10.0.0.0/8'], 'trust-proxy': 1 },
    2,
    'tracker: --trust-proxy and --trusted-proxies: give one of them',
  ],
])('%s: one clear line and a status', async (_, config, status, line) => {
  const error = await startProgram(config).catch((reason: Error) => reason);
  expect(String(error)).toContain(`it ended (${status}) before it was ready: ${line}`);
  expect(String(error).trim().split('\n')).toHaveLength(1);
});

/** Has every process of a tracker say that it is there: workers inherit the environment and write to the same place. */
const SAYING_SO = `--import=data:text/javascript,process.stderr.write('a%20process;')`;

test.each([
  ['peers', { numwant: 300, 'max-numwant': 200 }, '--numwant 300 is more than --max-numwant 200'],
  ['times', { 'min-interval': '1h', interval: '1m' }, '--min-interval 1h is longer than --interval 1m'],
  ['proxies', { 'trusted-proxies': ['10.0.0.0/8'], 'trust-proxy': 1 }, '--trust-proxy and --trusted-proxies'],
  [
    'an open control address',
    { control: '0.0.0.0:0' },
    'a control address that others can reach (0.0.0.0) needs a token',
  ],
])(
  'several processes, a contradiction of %s: found before the state is read and a worker started',
  async (_, wrong, line) => {
    // Whoever reads it ends with status 1, and says that it is no state.
    const state = join(temporaryFolder(), 'state');
    writeFileSync(state, 'no state');
    const config = { ...wrong, state, workers: 3 };
    const error = await startProgram(config, { environment: { NODE_OPTIONS: SAYING_SO } }).catch(String);
    expect(error).toContain(`it ended (2) before it was ready: a process;tracker: ${line}`);
    expect(String(error).trim().split('\n')).toHaveLength(1);
    expect(String(error).split('a process;')).toHaveLength(2);
    expect(readFileSync(state, 'utf8')).toBe('no state');
  },
);

test.each([
  ['a list', 'deny-list', 'PIPE', 'PIPE is no regular file'],
  ['a state', 'state', 'PIPE', 'PIPE is no regular file'],
  ['a state that is a device', 'state', '/dev/null', '/dev/null is no regular file'],
  ['a list that is a device', 'allow-list', '/dev/zero', '/dev/zero is no regular file'],
  ['events', 'events', 'PIPE', "the events can't be written to PIPE: ENXIO"],
])('%s that is no regular file is refused, and neither waited for nor replaced', async (_, setting, path, line) => {
  const pipe = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const config = { [setting]: path.replace('PIPE', pipe) };
  const error = await startProgram(config).catch((reason: Error) => reason);
  expect(String(error)).toContain(`it ended (1) before it was ready: tracker: ${line.replace('PIPE', pipe)}`);
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test.each([1, 2])('SIGHUP has the file of events opened again, with %d workers', async (workers) => {
  const events = join(temporaryFolder(), 'events.ndjson');
  const tracker = await startProgram({ events, workers });
  await announceTo(tracker.address, 1);
  await waitUntil(() => (readFileSync(events, 'utf8').endsWith('\n') ? undefined : 'nothing is written'));
  renameSync(events, `${events}.1`);
  tracker.child.kill('SIGHUP');
  await waitUntil(() => (tracker.errors().includes('was opened again') ? undefined : tracker.errors()));
  await announceTo(tracker.address, 2);
  tracker.child.kill('SIGTERM');
  expect(await tracker.exit).toBe(0);
  const remotes = [`${events}.1`, events].map((path) =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => decodeEvent(line)),
  );
  const told = (n: number): object => ({ type: 'announce-served', remote: printableId(peerId(n)) });
  expect(remotes).toMatchObject([[told(1)], [told(2)]]);
});

test('each announce is an event, on the pipe of the launcher and in a file', async () => {
  const events = join(temporaryFolder(), 'events.ndjson');
  writeFileSync(events, '');
  const denyList = join(temporaryFolder(), 'denied');
  writeFileSync(denyList, toHex(infoHash(2)));
  const tracker = await startProgram({ events, 'deny-list': denyList });
  const from = { from: addressOf(5).ip };
  await announceTo(tracker.address, 5, FIRST_ANNOUNCE, from);
  await announceTo(tracker.address, 6, {}, from);
  await announceTo(tracker.address, 7, { infoHash: infoHash(2), event: 'stopped' }, from);
  await ask(tracker.address, '/announce?left=x', from);
  tracker.child.kill('SIGTERM');
  expect(await tracker.exit).toBe(0);
  const lines = tracker.events().trimEnd().split('\n');
  expect(readFileSync(events, 'utf8').trimEnd().split('\n')).toEqual(lines);
  const told: (SwarmEvent | undefined)[] = lines.map(decodeEvent);
  const heard = heardOf(5);
  expect(told).toEqual([
    firstAnnounceOf(5),
    expect.objectContaining({ ...heard, type: 'announce-served', event: 'periodic', peers: 1, incomplete: 2 }),
    expect.objectContaining({ ...heard, type: 'announce-refused', event: 'stopped', reason: refused.failure }),
    { ...heard, type: 'announce-refused', address: addressOf(5).ip, reason: 'info_hash is missing' },
  ]);
});
