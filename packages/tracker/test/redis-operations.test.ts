import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '@seedbed/protocol';
import { startTracker, type Tracker, trackerConfig } from '@seedbed/tracker';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { RedisServer, withoutRedis } from './redis-server.ts';
import { infoHash } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { UdpClient } from './udp-client.ts';

const IP = '127.83.4.1';

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

  test('lists, budgets and faults hold; a torrent that is denied later disappears from Redis', async () => {
    const denyList = join(temporaryFolder(), 'denied');
    writeFileSync(denyList, '');
    const tracker = await start({ denyList, announcesPerMinute: 2, fault: ['interval:7'] });
    await vi.waitFor(async () => expect((await ask(tracker.address, '/healthz')).status).toBe(200), 20_000);
    const announce = (n: number): Promise<unknown> => announceTo(tracker.address, n, { infoHash: infoHash(5) });
    expect(await announce(1)).toMatchObject({ ok: true, answer: { interval: 7 } });
    writeFileSync(denyList, toHex(infoHash(5)));
    await tracker.reload?.();
    const swarms = (await ask(tracker.address, '/stats.json')).body.toString();
    expect(swarms).not.toContain(toHex(infoHash(5)));
    expect(await announce(1)).toMatchObject({ ok: false, failure: 'this tracker does not serve this torrent' });
    expect(await announce(1)).toMatchObject({ ok: false, failure: expect.stringMatching(/^too many announces/) });
  });

  test('a file of swarms does not go with it', async () => {
    await expect(start({ state: join(temporaryFolder(), 'state') })).rejects.toThrow(
      '--state: this store keeps its swarms itself; leave it out',
    );
  });
});
