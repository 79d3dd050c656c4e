import { toHex } from '@seedbed/protocol';
import { MemoryStore } from '@seedbed/tracker/announce';
import { expect, test } from 'vitest';
import { statsPage } from '../src/http/stats-page.ts';
import { trackerStats } from '../src/http/tracker-stats.ts';
import { TrackerCounters } from '../src/service/tracker-counters.ts';
import { announceOf, infoHash } from './swarm-fixtures.ts';

const counters = new TrackerCounters();

test('while nobody announces, peers that are over are not shown', async () => {
  const store = new MemoryStore({ maxPeers: 10, maxTorrents: 10 });
  store.announce(announceOf(1, { validUntil: 10_000 }), 0, Math.random);
  store.announce(announceOf(2, { infoHash: infoHash(2), validUntil: 90_000 }), 0, Math.random);
  expect(await trackerStats(store, counters, 0, 9_000)).toMatchObject({ uptimeSeconds: 9, torrents: 2, peers: 2 });
  expect(await trackerStats(store, counters, 0, 10_000)).toMatchObject({
    torrents: 1,
    peers: 1,
    swarms: [{ infoHash: toHex(infoHash(2)) }],
  });
});

test('of very many swarms only some are listed, and the page says so', async () => {
  const store = new MemoryStore({ maxPeers: 2_000, maxTorrents: 2_000 });
  for (let n = 0; n < 1_500; n += 1) store.announce(announceOf(n, { infoHash: infoHash(n) }), 0, Math.random);
  const stats = await trackerStats(store, counters, 0, 0);
  expect(stats).toMatchObject({ torrents: 1_500, peers: 1_500 });
  expect(stats.swarms).toHaveLength(1_000);
  expect(statsPage(stats)).toContain('Swarms (1000 of 1500)');
});

test('a tracker without swarms says so', async () => {
  const store = new MemoryStore({ maxPeers: 1, maxTorrents: 1 });
  expect(statsPage(await trackerStats(store, counters, 0, 0))).toContain('<p>None yet.</p>');
});
