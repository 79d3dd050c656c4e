import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '@seedbed/events';
import { parseAddress, toHex } from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { addressOf, infoHash } from './swarm-fixtures.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram, type TrackerProgram } from './tracker-program.ts';
import { UdpClient } from './udp-client.ts';
import { waitUntil } from './wait-until.ts';

/** Requests after which each worker has had some: whichever has time takes a connection. */
const ENOUGH = 30;

const start = (config: object = {}): Promise<TrackerProgram> => startProgram({ workers: 3, ...config });

/** As many at the same time as let every worker have some. */
const many = <T>(request: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: ENOUGH }, (_, n) => request(n)));

async function statsOf({ address }: TrackerProgram): Promise<{ torrents: number; peers: number }> {
  return JSON.parse((await ask(address, '/stats.json')).body.toString()) as { torrents: number; peers: number };
}

describe.skipIf(process.platform !== 'linux')('with workers', () => {
  test('lists that are read again hold at every worker, and what is denied disappears', async () => {
    const denyList = join(temporaryFolder(), 'denied');
    writeFileSync(denyList, toHex(infoHash(9)));
    const tracker = await start({ 'deny-list': denyList });
    const denied = { ok: false, failure: 'this tracker does not serve this torrent' };
    for (const reply of await many((n) => announceTo(tracker.address, n, { infoHash: infoHash(9) }))) {
      expect(reply).toMatchObject(denied);
    }
    await announceTo(tracker.address, 1, { infoHash: infoHash(2) });
    writeFileSync(denyList, toHex(infoHash(2)));
    tracker.child.kill('SIGHUP');
    await waitUntil(async () => {
      const { torrents } = await statsOf(tracker);
      return torrents === 0 ? undefined : `there are ${torrents} torrents`;
    });
    for (const reply of await many((n) => announceTo(tracker.address, n, { infoHash: infoHash(2) }))) {
      expect(reply).toMatchObject(denied);
    }
    expect(await announceTo(tracker.address, 1, { infoHash: infoHash(9) })).toMatchObject({ ok: true });
  });

  test('an address has one budget with all of them', async () => {
    const tracker = await start({ 'announces-per-minute': 10 });
    const from = { from: addressOf(1).ip };
    const replies = await many((n) => announceTo(tracker.address, n, {}, from));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(10);
    expect((await ask(tracker.address, '/metrics')).body.toString()).toContain('{reason="rate-limited"} 20\n');
    const leaving = await many((n) => announceTo(tracker.address, n, { event: 'stopped' }, from));
    expect(leaving.filter(({ ok }) => ok)).toHaveLength(10);
  });

  test('faults of the control address meet every worker, and go', async () => {
    const control = { ip: '127.9.8.7', port: 39_183 };
    const tracker = await start({ control: `${control.ip}:${control.port}`, fault: ['failure:first'] });
    for (const reply of await many((n) => announceTo(tracker.address, n))) {
      expect(reply).toEqual({ ok: false, failure: 'first' });
    }
    const headers = { 'Content-Type': 'application/json' };
    await ask(control, '/api/faults', { method: 'PUT', headers, body: '{"faults":["failure:second"]}' });
    await waitUntil(async () => {
      const wrong = (await many((n) => announceTo(tracker.address, n))).filter(
        (reply) => reply.ok || reply.failure !== 'second',
      );
      return wrong.length === 0 ? undefined : `${wrong.length} answers were others`;
    });
  });

  test('each announce is an event, and the swarms outlive a restart', async () => {
    const state = join(temporaryFolder(), 'state');
    const tracker = await start({ state });
    await many((n) => announceTo(tracker.address, n));
    await waitUntil(() => {
      const lines = tracker.events().split('\n').length - 1;
      return lines === ENOUGH ? undefined : `${lines} events were told`;
    });
    expect(decodeEvent(tracker.events().split('\n')[0] ?? '')).toMatchObject({ type: 'announce-served' });
    tracker.child.kill('SIGTERM');
    expect(await tracker.exit).toBe(0);
    expect(await statsOf(await start({ state }))).toMatchObject({ peers: ENOUGH });
  });

  test('a connection id of one worker is good at the others, also at one that was started later', async () => {
    const tracker = await start({ udp: '127.9.8.8:39184' });
    const server = parseAddress('127.9.8.8:39184');
    if (server === undefined) throw new Error('this is an address');
    await many(async (n) => {
      await using client = await UdpClient.open(server, '127.9.8.9');
      expect(await client.announce(n)).toMatchObject({ type: 'announce' });
    });
    expect(await statsOf(tracker)).toMatchObject({ peers: ENOUGH });
    expect((await ask(tracker.address, '/metrics')).body.toString()).toContain(
      'seedbed_tracker_unanswered_datagrams_total{reason="connection-id"} 0\n',
    );
  });

  test('memory and processor time are told of each process, whoever is asked', async () => {
    const tracker = await start();
    for (const { body } of await many(() => ask(tracker.address, '/metrics'))) {
      const names = ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_start_time_seconds'];
      for (const name of names) {
        const told = [...body.toString().matchAll(new RegExp(`^${name}\\{process="([^"]*)"\\} ([\\d.]+)$`, 'gm'))];
        expect(told.map(([, process]) => process).sort()).toEqual(['first', 'worker 1', 'worker 2']);
        expect(told.every(([, , value]) => Number(value) > 0)).toBe(true);
      }
    }
  });

  test('lines of workers are written by the first process, in its way', async () => {
    const tracker = await start({ store: 'redis://127.9.8.7:1', workers: 2 });
    await waitUntil(() => {
      const lines = tracker
        .errors()
        .split('\n')
        .filter((line) => line.includes('Redis') || line.includes('redis'));
      return lines.length >= 2 ? undefined : `there are ${lines.length} lines: ${tracker.errors()}`;
    });
    const lines = tracker
      .errors()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of lines)
      expect(line).toMatchObject({ name: 'tracker', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
    expect(new Set(lines.flatMap(({ worker }) => worker ?? [])).size).toBeGreaterThan(0);
  });
});
