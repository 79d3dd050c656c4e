import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RedisConnection } from '../src/store/redis/redis-connection.ts';
import { RedisStore } from '../src/store/redis/redis-store.ts';
import { type Clock, SharedClock } from '../src/store/redis/shared-clock.ts';
import { peerStoreContract, peersIn, type StoreLimits } from './peer-store-contract.ts';
import { RedisServer, withoutRedis } from './redis-server.ts';
import { announceOf, infoHash, seededRandom } from './swarm-fixtures.ts';

const log = pino({ level: 'silent' });

/** Tests tell the time from 0, as with other stores. */
const clock: Clock = { shared: (time) => time };

describe.skipIf(withoutRedis)('with redis-server', () => {
  let server: RedisServer;
  const open: RedisConnection[] = [];
  let stores = 0;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
  });
  afterAll(async () => {
    await server.end();
  });

  const connect = async (now: () => number = () => 0): Promise<RedisConnection> => {
    const { ip: host, port } = server;
    const connection = await RedisConnection.open({ host, port, database: 0 }, { log, clock: new SharedClock(now) });
    open.push(connection);
    return connection;
  };
  const nextPrefix = (): string => {
    stores += 1;
    return `test${stores}:`;
  };
  const limits: StoreLimits = { maxPeers: 10_000, maxTorrents: 1_000 };
  const fresh = async (options = limits, prefix = nextPrefix()): Promise<RedisStore> =>
    new RedisStore({ connection: await connect(), clock }, { ...options, prefix });

  peerStoreContract('RedisStore', (options) => fresh(options));

  const random = seededRandom(7);

  test('two replicas see one state, and one that dies loses nothing', async () => {
    const one = await fresh();
    const prefix = `test${stores}:`;
    const two = await fresh(limits, prefix);
    await one.announce(announceOf(1), 0, random);
    expect(peersIn(await two.announce(announceOf(2, { role: 'seed', completed: true }), 0, random))).toEqual(
      peersIn(await one.announce(announceOf(9, { change: 'none', role: 'seed' }), 0, random)),
    );
    await one.close();
    expect(await two.scrape(infoHash(), 0)).toEqual({ complete: 1, incomplete: 1, downloaded: 1 });
    expect(await two.totals()).toEqual({ torrents: 1, seeds: 1, leeches: 1 });
  });

  test('every peer of a large swarm is given, about equally often, seeds too', async () => {
    const store = await fresh();
    const peers = 300;
    for (let n = 0; n < peers; n += 1)
      await store.announce(announceOf(n, { role: n < 60 ? 'seed' : 'leech' }), 0, random);
    const given = new Map<string, number>();
    for (let round = 0; round < 2_000; round += 1) {
      const answer = await store.announce(announceOf(999, { change: 'none', numwant: 30 }), 0, random);
      for (const peer of peersIn(answer)) given.set(peer, (given.get(peer) ?? 0) + 1);
    }
    expect(given.size).toBe(peers);
    // 200 times each if it were even. Redis picks fairly within a few places of its table, and evens out what lies uneven there.
    expect(Math.min(...given.values())).toBeGreaterThan(50);
    expect(Math.max(...given.values())).toBeLessThan(500);
  });

  test('a swarm that went away all at once is taken out bit by bit, and never handed out', async () => {
    const store = await fresh();
    const over = 10_000;
    const many = Array.from({ length: 2_500 }, (_, n) => announceOf(n, { validUntil: over, numwant: 0 }));
    await Promise.all(many.map((peer) => store.announce(peer, 0, random)));
    const left: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const answer = await store.announce(announceOf(9_999, { validUntil: over + 60_000 }), over, random);
      expect(peersIn(answer)).toEqual([]);
      left.push(answer.incomplete);
    }
    expect(left).toEqual([1_501, 501, 1, 1]);
    expect(await store.totals()).toEqual({ torrents: 1, seeds: 0, leeches: 1 });
  });

  test('one look shares the sweeping of all replicas: what one took out, the other does not find', async () => {
    const one = await fresh();
    const two = await fresh(limits, `test${stores}:`);
    for (let n = 0; n < 250; n += 1)
      await one.announce(announceOf(n, { infoHash: infoHash(n), validUntil: 1_000 }), 0, random);
    await Promise.all([one.sweep(1_000, 150), two.sweep(1_000, 150)]);
    expect(await one.totals()).toEqual({ torrents: 0, seeds: 0, leeches: 0 });
  });

  test('replicas whose clocks have nothing in common agree on when a peer is over', async () => {
    const prefix = nextPrefix();
    const replica = async (now: () => number) => {
      const shared = new SharedClock(now);
      const { ip: host, port } = server;
      const connection = await RedisConnection.open({ host, port, database: 0 }, { log, clock: shared });
      open.push(connection);
      return { now, store: new RedisStore({ connection, clock: shared }, { ...limits, prefix }) };
    };
    const young = await replica(() => 5_000);
    const old = await replica(() => 9e9);
    await young.store.announce(announceOf(1, { validUntil: young.now() + 60_000 }), young.now(), random);
    expect(await old.store.scrape(infoHash(), old.now() + 50_000)).toMatchObject({ incomplete: 1 });
    expect(await old.store.scrape(infoHash(), old.now() + 70_000)).toBeUndefined();
  });

  test('nothing stays behind in Redis when everybody has left', async () => {
    const store = await fresh();
    const prefix = `test${stores}:`;
    for (let n = 0; n < 20; n += 1) await store.announce(announceOf(n, { infoHash: infoHash(n % 3) }), 0, random);
    for (let n = 0; n < 20; n += 1)
      await store.announce(announceOf(n, { infoHash: infoHash(n % 3), change: 'remove' }), 0, random);
    const keys = await (await connect()).run({ source: KEYS, sha1: '' }, prefix, []);
    expect((keys as Buffer[]).map(String)).toEqual([`${prefix}sums`]);
  });
});

const KEYS = `return redis.call('KEYS', KEYS[1] .. '*')`;
