import { MemoryStore, scrape } from '@seedbed/tracker/announce';
import { expect, test } from 'vitest';
import { announceOf, infoHash } from './swarm-fixtures.ts';

const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
store.announce(announceOf(1, { role: 'seed', completed: true }), 0, Math.random);
store.announce(announceOf(2), 0, Math.random);
store.announce(announceOf(3, { infoHash: infoHash(2) }), 0, Math.random);

const first = { infoHash: infoHash(), complete: 1, downloaded: 1, incomplete: 1 };
const second = { infoHash: infoHash(2), complete: 0, downloaded: 0, incomplete: 1 };

test('several torrents are answered at once, an unknown one with zeros', () => {
  const unknown = { infoHash: infoHash(7), complete: 0, downloaded: 0, incomplete: 0 };
  expect(scrape(store, [infoHash(2), infoHash(7), infoHash()], 0)).toEqual([second, unknown, first]);
});

test('peers that are over are not counted', () => {
  expect(scrape(store, [infoHash(2)], 3_600_000)).toEqual([
    { infoHash: infoHash(2), complete: 0, downloaded: 0, incomplete: 0 },
  ]);
});
