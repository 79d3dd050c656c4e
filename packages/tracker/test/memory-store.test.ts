import { formatAddress } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { MemoryStore } from '../src/store/memory-store.ts';
import type { StoreAnnounce, StoreAnswer } from '../src/store/peer-store.ts';
import { NaiveStore } from './naive-store.ts';
import { peerStoreContract, peersIn } from './peer-store-contract.ts';
import { addressOf, announceOf, announceOf6, infoHash, seededRandom } from './swarm-fixtures.ts';

peerStoreContract('MemoryStore', (limits) => new MemoryStore(limits));

// The oracle of the model test has to be right itself.
peerStoreContract('NaiveStore', (limits) => new NaiveStore(limits));

const random = seededRandom(2);

test('every peer of a large swarm is given equally often, seeds too', () => {
  const store = new MemoryStore({ maxPeers: 1_000, maxTorrents: 1 });
  for (let n = 0; n < 300; n += 1) store.announce(announceOf(n, { role: n < 60 ? 'seed' : 'leech' }), 0, random);
  const given = new Map<string, number>();
  const rounds = 6_000;
  for (let round = 0; round < rounds; round += 1) {
    const answer = store.announce(announceOf(999, { change: 'none', numwant: 30 }), 0, random);
    for (const peer of peersIn(answer)) given.set(peer, (given.get(peer) ?? 0) + 1);
  }
  expect(given.size).toBe(300);
  // 600 times each; the spread of chance is 24.
  expect(Math.min(...given.values())).toBeGreaterThan(450);
  expect(Math.max(...given.values())).toBeLessThan(750);
});

test('a swarm that went away all at once is taken out bit by bit, and never handed out', () => {
  const store = new MemoryStore({ maxPeers: 5_000, maxTorrents: 10 });
  for (let n = 0; n < 3_000; n += 1) store.announce(announceOf(n, { validUntil: 10_000 }), 0, random);
  const late = announceOf(9_999, { validUntil: 99_000 });
  const peersLeft: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const answer = store.announce(late, 10_000, random);
    expect(peersIn(answer)).toEqual([]);
    peersLeft.push(answer.incomplete);
    store.checkInvariants();
  }
  // Each announce looks at its swarm twice: because it comes, and as the next in turn.
  expect(peersLeft).toEqual([1_001, 1, 1, 1]);
});

test('peers that are over are not handed out while a large swarm waits for its next look', () => {
  const store = new MemoryStore({ maxPeers: 10_000, maxTorrents: 10 });
  const validUntil = (n: number): number => 10_000 + (n % 3) * 1_000;
  for (let n = 0; n < 9_000; n += 1) store.announce(announceOf(n, { validUntil: validUntil(n) }), 0, random);
  const asker = announceOf(9_999, { change: 'none', numwant: 200 });
  for (let t = 10_000; t < 12_000; t += 250) {
    const answer = store.announce(asker, t, random);
    const over = Array.from({ length: 9_000 }, (_, n) => n).filter((n) => validUntil(n) <= t);
    const ghosts = new Set(over.map((n) => formatAddress(addressOf(n))));
    expect(peersIn(answer).filter((peer) => ghosts.has(peer))).toEqual([]);
    expect(peersIn(answer)).toHaveLength(200);
  }
  store.announce(asker, 12_000, random);
  store.checkInvariants();
});

test('swarms that nobody asks for go while others announce', () => {
  const store = new MemoryStore({ maxPeers: 1_000, maxTorrents: 100 });
  for (let n = 0; n < 50; n += 1)
    store.announce(announceOf(n, { infoHash: infoHash(n), validUntil: 10_000 }), 0, random);
  for (let n = 0; n < 51; n += 1) store.announce(announceOf(n, { infoHash: infoHash(99) }), 10_000, random);
  expect(store.totals()).toEqual({ torrents: 1, seeds: 0, leeches: 51 });
});

test('blocks that a swarm gives back serve other swarms', () => {
  const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
  for (let round = 0; round < 100; round += 1) {
    for (let n = 0; n < 100; n += 1) store.announce(announceOf(n, { infoHash: infoHash(round) }), 0, random);
    for (let n = 0; n < 100; n += 1) {
      store.announce(announceOf(n, { infoHash: infoHash(round), change: 'remove' }), 0, random);
    }
    store.checkInvariants();
  }
  expect(store.totals()).toEqual({ torrents: 0, seeds: 0, leeches: 0 });
});

test('the key of the hash changes no answer', () => {
  const answers = [[1, 2] as const, [3, 4] as const].map((hashKey) => {
    const store = new MemoryStore({ maxPeers: 1_000, maxTorrents: 10, hashKey });
    const same = seededRandom(3);
    return Array.from({ length: 200 }, (_, n) => store.announce(announceOf(n % 150, { numwant: 5 }), 0, same));
  });
  expect(answers[0]).toEqual(answers[1]);
});

test('a swarm is forgotten, some peers at a time, and may begin anew', () => {
  const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
  const announce = (peer: StoreAnnounce): StoreAnswer => store.announce(peer, 0, random);
  for (const n of [1, 2, 3, 4, 5]) announce(announceOf(n, { role: n < 3 ? 'seed' : 'leech' }));
  announce(announceOf6(6));
  announce(announceOf(7, { infoHash: infoHash(2) }));
  announce(announceOf(1, { role: 'seed', completed: true }));
  expect(store.forget(infoHash(), 4)).toBe(false);
  expect(store.totals()).toMatchObject({ torrents: 2 });
  expect(store.forget(infoHash(), 4)).toBe(true);
  expect(store.scrape(infoHash(), 0)).toBeUndefined();
  expect(store.totals()).toEqual({ torrents: 1, seeds: 0, leeches: 1 });
  expect(store.forget(infoHash(9), 4)).toBe(true);
  expect(announce(announceOf(8))).toMatchObject({ complete: 0, incomplete: 1, downloaded: 0 });
  store.checkInvariants();
});
