import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '@seedbed/protocol';
import { startTracker, type Tracker, trackerConfig } from '@seedbed/tracker';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { RedisServer, withoutRedis } from './redis-server.ts';
import { infoHash } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram } from './tracker-program.ts';
import { UdpClient } from './udp-client.ts';
import { waitUntil } from './wait-until.ts';

const IP = '127.83.4.1';

const NOT_SERVED = 'this tracker does not serve this torrent';

describe.skipIf(withoutRedis)('with swarms in a Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(async () => {
    await server.end();
  });

  const start = async (changes: Parameters<typeof trackerConfig>[0] = {}): Promise<Tracker> => {
    const http = { ip: IP, port: 0 };
    const tracker = await startTracker(trackerConfig({ http, store: server.url(), ...changes }));
    onTestFinished(() => tracker.close());
    return tracker;
  };

  test('UDP and HTTP answer for one swarm, and over UDP too it is told that Redis is away', async () => {
    const tracker = await start({ udp: { ip: IP, port: 0 } });
    const port = Number(new URL(tracker.urls[1]?.replace('udp', 'http') ?? '').port);
    await using client = await UdpClient.open({ ip: IP, port }, '127.83.4.2');
    await announceTo(tracker.address, 1);
    expect(await client.announce(2)).toMatchObject({ type: 'announce', answer: { incomplete: 2 } });
    const connectionId = await client.connect();
    expect(await client.ask({ type: 'scrape', connectionId, transactionId: 7, infoHashes: [infoHash()] })).toEqual({
      type: 'scrape',
      transactionId: 7,
      torrents: [{ complete: 0, downloaded: 0, incomplete: 2 }],
    });
    onTestFinished(() => server.start());
    await server.stop();
    const message = "the tracker's store is away, try again in a minute";
    await vi.waitFor(async () => expect(await client.announce(3)).toMatchObject({ type: 'error', message }), 20_000);
    const metrics = (await ask(tracker.address, '/metrics')).body.toString();
    expect(metrics).toContain('seedbed_tracker_ready 0\n');
    expect(metrics).not.toMatch(/^seedbed_tracker_(torrents|peers)/m);
    expect(metrics).toMatch(/failures_total\{reason="store-away"\} [1-9]/);
  });

  test('lists, budgets and faults hold; a torrent that one replica denies later is there for the other still', async () => {
    const denyList = join(temporaryFolder(), 'denied');
    writeFileSync(denyList, '');
    const tracker = await start({ denyList, announcesPerMinute: 2, fault: ['interval:7'] });
    const other = await start();
    await vi.waitFor(async () => expect((await ask(tracker.address, '/healthz')).status).toBe(200), 20_000);
    const announce = (n: number): Promise<unknown> => announceTo(tracker.address, n, { infoHash: infoHash(5) });
    expect(await announce(1)).toMatchObject({ ok: true, answer: { interval: 7 } });
    writeFileSync(denyList, toHex(infoHash(5)));
    await tracker.reload?.();
    expect(await announce(1)).toMatchObject({ ok: false, failure: NOT_SERVED });
    expect(await announce(1)).toMatchObject({ ok: false, failure: expect.stringMatching(/^too many announces/) });
    const answer = { incomplete: 2 };
    expect(await announceTo(other.address, 2, { infoHash: infoHash(5) })).toMatchObject({ ok: true, answer });
  });

  test.each([1, 2])(
    'while Redis is away lists are read, at the start and on SIGHUP, by %i processes',
    async (workers) => {
      const denyList = join(temporaryFolder(), 'denied');
      writeFileSync(denyList, toHex(infoHash(5)));
      onTestFinished(() => server.start());
      await server.stop();
      const tracker = await startProgram({ http: `${IP}:0`, store: server.url(), 'deny-list': denyList, workers });
      const failureOf = async (n: number): Promise<string> => {
        const announced = await announceTo(tracker.address, n, { infoHash: infoHash(n) });
        return announced.ok ? 'none' : announced.failure;
      };
      expect(await failureOf(5)).toBe(NOT_SERVED);
      expect(await failureOf(6)).toMatch(/store is away/);
      writeFileSync(denyList, toHex(infoHash(6)));
      tracker.child.kill('SIGHUP');
      await waitUntil(async () => ((await failureOf(6)) === NOT_SERVED ? undefined : await failureOf(6)));
      expect(await failureOf(5)).toMatch(/store is away/);
      tracker.child.kill('SIGTERM');
      expect(await tracker.exit).toBe(0);
      expect(tracker.errors().split('the lists were read again')).toHaveLength(2);
    },
  );

  test('a file of swarms does not go with it', async () => {
    // Known before anybody is asked: nothing listens there.
    const store = 'redis://127.83.4.1:1';
    await expect(start({ store, state: join(temporaryFolder(), 'state') })).rejects.toThrow(
      '--state: this store keeps its swarms itself; leave it out',
    );
  });
});
