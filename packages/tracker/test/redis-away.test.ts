import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSilentServer } from 'node:net';
import { startTracker, type Tracker, trackerConfig } from '@seedbed/tracker';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { RedisServer, withoutRedis } from './redis-server.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram } from './tracker-program.ts';

const AWAY = { ok: false, failure: "the tracker's store is away, try again in a minute", retryIn: 60 };

describe.skipIf(withoutRedis)('with redis-server', () => {
  let server: RedisServer;
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const trackers: Tracker[] = [];
  beforeAll(async () => {
    server = await RedisServer.start('--requirepass', 'hush-hush');
  });
  afterEach(async () => {
    await Promise.all(trackers.splice(0).map((tracker) => tracker.close()));
    expect(lines.splice(0).join(''), 'the password is in no line of the log').not.toContain('hush-hush');
  });
  afterAll(async () => {
    await server.end();
  });

  const start = async (store = server.url(0, ':hush-hush')): Promise<Tracker> => {
    const tracker = await startTracker(trackerConfig({ http: { ip: '127.83.2.1', port: 0 }, store }), { log });
    trackers.push(tracker);
    return tracker;
  };
  const health = async ({ address }: Tracker): Promise<string> => {
    const { status, body } = await ask(address, '/healthz');
    return `${status} ${body.toString().trim()}`;
  };
  const there = (tracker: Tracker): Promise<void> =>
    vi.waitFor(async () => expect(await health(tracker)).toBe('200 ok'), { timeout: 20_000 });
  const away = (tracker: Tracker, reason: string): Promise<void> => {
    const line = `503 the store redis://${server.ip}:${server.port}/0 is away: ${reason}`;
    return vi.waitFor(async () => expect(await health(tracker)).toBe(line), { timeout: 20_000 });
  };

  test('Redis goes and comes back: failures that say so, then everything is there again', async () => {
    const tracker = await start();
    expect(await announceTo(tracker.address, 1)).toMatchObject({ ok: true, answer: { incomplete: 1 } });
    await server.stop();
    await away(tracker, 'nothing listens there');
    expect(await announceTo(tracker.address, 2)).toMatchObject(AWAY);
    expect((await ask(tracker.address, '/stats')).status).toBe(503);
    expect((await ask(tracker.address, '/stats.json')).body.toString()).toMatch(/store is away/);
    await server.start();
    await there(tracker);
    expect(await announceTo(tracker.address, 2)).toMatchObject({ ok: true, answer: { incomplete: 2 } });
    expect(lines.filter((line) => line.includes('store is')).length, 'one line each').toBeLessThan(6);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 40, msg: 'the store is there' });
  });

  test('Redis hangs: every announce is answered all the same', async () => {
    const tracker = await start();
    onTestFinished(() => server.resume());
    server.hang();
    const answers = await Promise.all([1, 2, 3].map((n) => announceTo(tracker.address, n)));
    expect(answers).toMatchObject([AWAY, AWAY, AWAY]);
    await away(tracker, 'it does not answer');
    server.resume();
    await there(tracker);
    expect(await announceTo(tracker.address, 3)).toMatchObject({ ok: true });
  });

  test('Redis refuses changes: failures, /healthz says why, a line when it begins and one when it is over', async () => {
    const tracker = await start();
    await there(tracker);
    lines.splice(0);
    server.cli('-a', 'hush-hush', '--no-auth-warning', 'config', 'set', 'maxmemory', '1');
    onTestFinished(() => {
      server.cli('-a', 'hush-hush', '--no-auth-warning', 'config', 'set', 'maxmemory', '0');
    });
    expect(await announceTo(tracker.address, 7)).toMatchObject(AWAY);
    const line = `503 the store redis://${server.ip}:${server.port}/0 refuses announces: its memory is full`;
    expect(await health(tracker)).toBe(line);
    server.cli('-a', 'hush-hush', '--no-auth-warning', 'config', 'set', 'maxmemory', '0');
    expect(await announceTo(tracker.address, 7)).toMatchObject({ ok: true });
    await vi.waitFor(
      async () => {
        await announceTo(tracker.address, 7);
        expect(await health(tracker)).toBe('200 ok');
      },
      { timeout: 20_000 },
    );
    const told = lines.map((text) => JSON.parse(text) as { level: number; msg: string });
    expect(told.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      '50 the store refuses announces',
      '40 the store takes announces again',
    ]);
  });

  test('two replicas give each other their peers, and one that ends takes none with it', async () => {
    const [one, two] = [await start(server.url(3, ':hush-hush')), await start(server.url(3, ':hush-hush'))];
    await announceTo(one.address, 1, {}, { from: '127.83.2.11' });
    await one.close();
    expect(await announceTo(two.address, 2, {}, { from: '127.83.2.12' })).toMatchObject({
      ok: true,
      answer: { incomplete: 2, peers: [{ ip: '127.83.2.11' }] },
    });
    const stats = JSON.parse((await ask(two.address, '/stats.json')).body.toString()) as unknown;
    expect(stats).toMatchObject({ torrents: 1, leeches: 2, swarms: [{ incomplete: 2 }] });
  });

  test.each([
    ['no password', '', 'it wants a password'],
    ['a wrong password', ':hush-hush2', 'it refuses the password'],
    ['a wrong user', 'me:hush-hush', 'it refuses the password'],
  ])('%s: the tracker does not start, with one line', async (_, secret, reason) => {
    await expect(start(server.url(0, secret))).rejects.toMatchObject({
      name: 'TrackerStartError',
      code: 'store-unusable',
      message: `the store redis://${server.ip}:${server.port}/0 can't be used: ${reason}`,
    });
  });

  test('a database that is not there', async () => {
    await expect(start(server.url(99, ':hush-hush'))).rejects.toMatchObject({
      message: expect.stringContaining('it has no database of that number'),
    });
  });
});

test.skipIf(withoutRedis)(
  'a Redis that wants no password: one line in the log, none beside it, and announces go on',
  async () => {
    const open = await RedisServer.start();
    onTestFinished(() => open.end());
    const tracker = await startProgram({ http: '127.83.2.1:0', store: open.url(0, ':hush-hush') });
    expect(await announceTo(tracker.address, 1)).toMatchObject({ ok: true });
    tracker.child.kill('SIGTERM');
    expect(await tracker.exit).toBe(0);
    const lines = tracker
      .errors()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: number; msg: string });
    expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
      '40 the store wants no password; the one in --store is not used',
      '30 the store is there',
      '30 ready',
    ]);
  },
);

test.skipIf(withoutRedis)('a Redis that can not be used: one line, which says why', async () => {
  const locked = await RedisServer.start('--requirepass', 'hush-hush');
  onTestFinished(() => locked.end());
  const error = await startProgram({ http: '127.83.2.1:0', store: locked.url() }).catch((reason: Error) => reason);
  expect(String(error).trim().split('\n')).toEqual([expect.stringMatching(/can't be used: it wants a password$/)]);
});

const startAt = (port: number): Promise<Tracker> =>
  startTracker(trackerConfig({ http: { ip: '127.83.2.1', port: 0 }, store: `redis://127.83.2.2:${port}/0` }));

test('a store that is no Redis: the tracker does not start', async () => {
  const web = createServer((_, response) => response.end('hello')).listen(0, '127.83.2.2');
  await once(web, 'listening');
  onTestFinished(() => void web.close());
  await expect(startAt((web.address() as AddressInfo).port)).rejects.toMatchObject({
    code: 'store-unusable',
    message: expect.stringMatching(/can't be used: what answers there is no Redis$/),
  });
});

test('a store that is not there yet is waited for, and so is one that says nothing', async () => {
  const silent = createSilentServer(() => undefined).listen(0, '127.83.2.2');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const tracker = await startAt(port);
  onTestFinished(() => tracker.close());
  expect((await ask(tracker.address, '/healthz')).body.toString()).toMatch(/is away: it does not answer\n$/);
  silent.close();
});

test('a store that can not be read', async () => {
  const config = trackerConfig({ http: { ip: '127.83.2.1', port: 0 }, store: 'redis:/x' });
  await expect(startTracker(config)).rejects.toMatchObject({ name: 'TrackerUsageError' });
});
