import { toHex } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { MemoryStore } from '../src/store/memory-store.ts';
import type { PeerColumns } from '../src/store/peer-columns.ts';
import type { StoreVisitor } from '../src/store/store-walk.ts';
import type { SwarmTable } from '../src/store/swarm-table.ts';
import { announceOf, announceOf6, infoHash, seededRandom } from './swarm-fixtures.ts';

/** Writes down whom it is told of, by what told them apart in the announce. */
class Visited implements StoreVisitor {
  readonly peers = new Map<string, 'seed' | 'leech'>();
  #swarm = '';

  swarm(swarms: SwarmTable, swarm: number): void {
    this.#swarm = toHex(swarms.infoHash(swarm));
  }

  peer(columns: PeerColumns, slot: number, role: 'seed' | 'leech'): void {
    this.peers.set(`${this.#swarm} ${toHex(columns.key(slot).peerId)}`, role);
  }
}

const nameOf = (swarm: number, peerId: Uint8Array): string => `${toHex(infoHash(swarm))} ${toHex(peerId)}`;

test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
  'however swarms change between its steps, a walk misses nobody who was there before (seed %i)',
  (seed) => {
    const random = seededRandom(seed);
    const below = (n: number): number => Math.floor(random() * n);
    const store = new MemoryStore({ maxPeers: 2_000, maxTorrents: 50 });
    // Who has not left since it came.
    const there = new Set<string>();
    let isWalking = false;
    const change = (): void => {
      const n = below(400);
      const swarm = below(3);
      const role = random() < 0.4 ? 'seed' : 'leech';
      const remove = random() < 0.4;
      const make = n % 4 === 0 ? announceOf6 : announceOf;
      const announce = make(n, { infoHash: infoHash(swarm), role, change: remove ? 'remove' : 'store', numwant: 0 });
      store.announce(announce, 0, random);
      if (remove) there.delete(nameOf(swarm, announce.peerId));
      else if (!isWalking) there.add(nameOf(swarm, announce.peerId));
    };
    for (let i = 0; i < 600; i += 1) change();
    isWalking = true;
    const visited = new Visited();
    const walk = store.walk(visited);
    while (walk.next(1 + below(20))) for (let i = below(30); i > 0; i -= 1) change();
    store.endWalk();
    expect(there.size).toBeGreaterThan(50);
    expect([...there].filter((name) => !visited.peers.has(name))).toEqual([]);
    store.checkInvariants();
  },
);

test('a swarm that takes the place of the one at hand is told of under its own name', () => {
  const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
  for (let n = 0; n < 3; n += 1) store.announce(announceOf(n), 0, Math.random);
  const visited = new Visited();
  const walk = store.walk(visited);
  expect(walk.next(3)).toBe(true);
  for (let n = 0; n < 3; n += 1) store.announce(announceOf(n, { change: 'remove' }), 0, Math.random);
  for (let n = 5; n < 8; n += 1) store.announce(announceOf(n, { infoHash: infoHash(2) }), 0, Math.random);
  while (walk.next(10));
  const ofSecond = [...visited.peers.keys()].filter((name) => name.startsWith(toHex(infoHash(2))));
  expect(ofSecond.sort()).toEqual([5, 6, 7].map((n) => nameOf(2, announceOf(n).peerId)).sort());
  expect(visited.peers.size).toBeLessThanOrEqual(6);
});

test('when nothing changes, each peer is told with its role, and nobody else', () => {
  const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
  const expected = new Map<string, string>();
  for (let n = 0; n < 60; n += 1) {
    const role = n % 3 === 0 ? 'seed' : 'leech';
    const announce = (n % 2 === 0 ? announceOf : announceOf6)(n, { infoHash: infoHash(n % 5), role });
    store.announce(announce, 0, Math.random);
    expected.set(nameOf(n % 5, announce.peerId), role);
  }
  const visited = new Visited();
  const walk = store.walk(visited);
  let steps = 0;
  while (walk.next(7)) steps += 1;
  expect(steps).toBeGreaterThan(8);
  expect(visited.peers).toEqual(expected);
});

test('after its end nobody is told any more', () => {
  const store = new MemoryStore({ maxPeers: 100, maxTorrents: 10 });
  const visited = new Visited();
  const walk = store.walk(visited);
  while (walk.next(10));
  store.endWalk();
  store.announce(announceOf(1), 0, Math.random);
  expect(visited.peers.size).toBe(0);
});
