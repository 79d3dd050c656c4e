import { decodeCompactPeers, formatAddress } from '@seedbed/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryStore } from '../src/store/memory-store.ts';
import type { StoreAnnounce } from '../src/store/peer-store.ts';
import { NaiveStore } from './naive-store.ts';
import { peersIn, type StoreLimits } from './peer-store-contract.ts';
import { announceOf, announceOf6, infoHash, seededRandom } from './swarm-fixtures.ts';

interface Step {
  readonly peer: number;
  readonly swarm: number;
  readonly ipv6: boolean;
  readonly role: 'seed' | 'leech';
  readonly change: 'store' | 'remove' | 'none';
  readonly completed: boolean;
  readonly numwant: number;
  readonly withIds: boolean;
  /** Milliseconds that pass before. */
  readonly pause: number;
}

const steps = (maxPause: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record<Step>({
      peer: fc.nat({ max: 14 }),
      swarm: fc.nat({ max: 3 }),
      ipv6: fc.boolean(),
      role: fc.constantFrom('seed', 'leech'),
      change: fc.constantFrom('store', 'store', 'store', 'remove', 'none'),
      completed: fc.boolean(),
      numwant: fc.nat({ max: 12 }),
      withIds: fc.boolean(),
      pause: fc.nat({ max: maxPause }),
    }),
    { maxLength: 120, size: 'max' },
  );

function toAnnounce(step: Step, now: number): StoreAnnounce {
  const { peer, swarm, ipv6, role, change, completed, numwant, withIds } = step;
  const changes = { infoHash: infoHash(swarm), role, change, completed, numwant, withIds, validUntil: now + 8_000 };
  return ipv6 ? announceOf6(peer, changes) : announceOf(peer, changes);
}

/** Does the same with both stores; what chance decides is checked against all that may be. */
function compare(limits: StoreLimits, seed: number, all: readonly Step[]): void {
  const store = new MemoryStore({ ...limits, hashKey: [seed, seed] });
  const model = new NaiveStore(limits);
  const random = seededRandom(seed);
  let now = 0;
  for (const step of all) {
    now += step.pause;
    const announce = toAnnounce(step, now);
    const candidates = model.candidates(announce, now);
    const expected = model.announce(announce, now, random);
    const answer = store.announce(announce, now, random);
    store.checkInvariants();

    const { complete, incomplete, downloaded, full } = expected;
    expect(answer).toMatchObject({ complete, incomplete, downloaded, full });
    const given = peersIn(answer);
    const allowed = candidates.flatMap(({ address }) => decodeCompactPeers(address, address.length === 6 ? 4 : 6));
    expect(given).toHaveLength(Math.min(announce.numwant, candidates.length));
    expect(allowed.map(formatAddress)).toEqual(expect.arrayContaining(given));
    expect(new Set(given).size).toBe(given.length);
    expect(answer.ipv4.addresses).toHaveLength(expected.ipv4.addresses.length);
    expect(answer.ipv4.ids).toHaveLength(expected.ipv4.ids.length);
    expect(store.scrape(announce.infoHash, now)).toEqual(model.scrape(announce.infoHash, now));
  }
  store.sweep(now, 100);
  expect(store.totals()).toEqual(model.totals());
  expect(store.swarms(0, 1_000).swarms.toSorted(byHash)).toEqual(model.swarms(0, 1_000).swarms.toSorted(byHash));
}

function byHash(a: { infoHash: Uint8Array }, b: { infoHash: Uint8Array }): number {
  return (a.infoHash[19] ?? 0) - (b.infoHash[19] ?? 0);
}

test('the memory store does what the naive one does while time passes', () => {
  fc.assert(
    fc.property(steps(3_000), fc.nat(), (all, seed) => compare({ maxPeers: 1_000, maxTorrents: 100 }, seed, all)),
    { numRuns: 150 },
  );
});

test('the memory store does what the naive one does when it is often full', () => {
  fc.assert(
    fc.property(steps(0), fc.nat(), (all, seed) => compare({ maxPeers: 9, maxTorrents: 3 }, seed, all)),
    { numRuns: 150 },
  );
});
