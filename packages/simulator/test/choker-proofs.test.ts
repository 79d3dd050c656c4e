import type { SwarmEvent } from '@seedbed/events';
import { type PeerPlan, type SwarmPlan, simulateSwarm } from '@seedbed/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const MINUTE = 60_000;

const leeches = (count: number, settings: Partial<PeerPlan> = {}): PeerPlan[] =>
  Array.from({ length: count }, (_, index) => ({ name: `leech-${index + 1}`, role: 'leech', ...settings }));

const plan = (peers: readonly PeerPlan[], facts: Partial<SwarmPlan> = {}): SwarmPlan => ({
  seedValue: 31,
  length: 4 * MIB,
  pieceLength: 64 * KIB,
  peers,
  delay: 5,
  end: 3_600_000,
  ...facts,
});

/** How long each peer was unchoked by `name`, ms. */
function served(events: readonly SwarmEvent[], name: string, end: number): number[] {
  const times = new Map<string, number>();
  for (const event of events) {
    if (event.peer !== name || (event.type !== 'choke' && event.type !== 'unchoke')) continue;
    if (event.direction !== 'sent') continue;
    times.set(event.remote, (times.get(event.remote) ?? 0) + (event.type === 'choke' ? event.t : -event.t));
  }
  return [...times.values()].map((time) => (time < 0 ? time + end : time));
}

describe('20 interested peers that came at the start, on one slot, over 30 minutes', () => {
  it.each(['bep3', 'upload-rate', 'round-robin'] as const)('have the same time within 5 percent (%s)', (choker) => {
    const end = 30 * MINUTE;
    // The leeches dial nobody, so that the seed alone has something for them, and for longer than that.
    const crowd = leeches(20, { options: { maxHalfOpen: 0 } });
    const knows = crowd.map(({ name }) => name);
    const options = { choker, uploadSlots: 1 } as const;
    const { events } = simulateSwarm(
      plan([{ name: 'seed', role: 'seed', arrival: 10, uploadRate: 4 * KIB, knows, options }, ...crowd], { end }),
      () => false,
    );
    expect(ofType(events, 'disconnected')).toEqual([]);
    const times = served(events, 'seed', end);
    expect(times).toHaveLength(20);
    for (const time of times) expect(Math.abs(time - end / 20)).toBeLessThanOrEqual((0.05 * end) / 20);
  });
});

describe('a peer that snubs us', () => {
  // It alone holds piece 20, gets a slot like the two others, and would need hours for a block.
  const SNUBBER = 'snubber';
  const ours = Array.from({ length: 20 }, (_, piece) => piece);
  const options = { uploadSlots: 3, traceDecisions: true };
  const { events, peers } = simulateSwarm(
    plan(
      [
        { name: 'me', role: 'leech', holds: ours, uploadRate: KIB, options },
        { name: SNUBBER, role: 'leech', holds: [20], uploadRate: 1, knows: ['me'], options: { numwant: 0 } },
        ...leeches(2, { holds: [0], uploadRate: KIB, knows: ['me'], options: { numwant: 0 } }),
      ],
      { end: 10 * MINUTE },
    ),
    () => false,
  );
  const snubber = peers.find(({ name }) => name === SNUBBER);
  const judged = ofType(events, 'choke-decisions')
    .filter(({ peer }) => peer === 'me')
    .flatMap(({ t, candidates }) => candidates.map((candidate) => ({ t, ...candidate })));
  const [first] = judged.filter(({ snubbed }) => snubbed);
  const isSnubber = ({ remote }: { remote: string }): boolean => remote === first?.remote;

  it('is known as one after a minute without a block', () => {
    expect(new Set(judged.filter(({ snubbed }) => snubbed).map(({ remote }) => remote)).size).toBe(1);
    expect(snubber?.torrent.stats(10 * MINUTE).uploaded).toBe(0);
    expect(first?.t).toBeGreaterThanOrEqual(MINUTE);
    expect(first?.t).toBeLessThanOrEqual(MINUTE + 11_000);
  });

  it('loses its slot, and has one again only when it is the optimistic one', () => {
    const lost = judged.filter((candidate) => isSnubber(candidate) && candidate.reason === 'snubbed');
    expect(lost.some(({ wasUnchoked }) => wasUnchoked)).toBe(true);
    const after = judged.filter((candidate) => isSnubber(candidate) && candidate.snubbed && candidate.unchoked);
    // In turn it gets that, or it could never make good.
    expect(after.length).toBeGreaterThan(0);
    expect(new Set(after.map(({ reason }) => reason))).toEqual(new Set(['optimistic']));
  });

  it('kept it until then, as the others keep theirs', () => {
    const unsnubbed = judged.filter((candidate) => isSnubber(candidate) && !candidate.snubbed && candidate.interested);
    expect(unsnubbed.every(({ unchoked }) => unchoked)).toBe(true);
    const others = judged.filter((candidate) => !isSnubber(candidate) && candidate.interested);
    expect(others.every(({ unchoked }) => unchoked)).toBe(true);
  });
});

/** A swarm of peers that come when they like, some slow, perhaps one that poisons. */
const anySwarm: fc.Arbitrary<SwarmPlan> = fc
  .record({
    seedValue: fc.nat(2 ** 31),
    pieces: fc.integer({ min: 16, max: 64 }),
    uploadSlots: fc.integer({ min: 1, max: 4 }),
    poisons: fc.boolean(),
    crowd: fc.array(fc.record({ arrival: fc.nat(40_000), kib: fc.integer({ min: 4, max: 256 }) }), {
      minLength: 6,
      maxLength: 14,
    }),
  })
  .map(({ seedValue, pieces, uploadSlots, poisons, crowd }) =>
    plan(
      [
        { name: 'seed', role: 'seed', uploadRate: 128 * KIB, options: { choker: 'bep3', uploadSlots } },
        { name: 'other', role: 'seed', uploadRate: 32 * KIB, poisons, options: { choker: 'bep3', uploadSlots } },
        ...crowd.map(
          ({ arrival, kib }, index): PeerPlan => ({
            name: `leech-${index + 1}`,
            role: 'leech',
            arrival,
            uploadRate: kib * KIB,
            options: { choker: 'bep3', uploadSlots },
          }),
        ),
      ],
      { seedValue, length: pieces * 64 * KIB, end: 5 * MINUTE },
    ),
  );

/** How long each unchoke lasted that was taken back from a peer that was still interested, ms. */
function takenBackAfter(events: readonly SwarmEvent[]): number[] {
  const since = new Map<string, number>();
  const interested = new Set<string>();
  const lasted: number[] = [];
  for (const event of events) {
    if (!('remote' in event)) continue;
    const pair = `${event.peer} ${event.remote}`;
    if (event.type === 'connected') interested.delete(pair);
    if (!('direction' in event)) continue;
    if (event.type === 'interested' && event.direction === 'received') interested.add(pair);
    if (event.type === 'not-interested' && event.direction === 'received') interested.delete(pair);
    if (event.type === 'unchoke' && event.direction === 'sent') since.set(pair, event.t);
    if (event.type === 'choke' && event.direction === 'sent' && interested.has(pair)) {
      lasted.push(event.t - (since.get(pair) ?? Number.POSITIVE_INFINITY));
    }
  }
  return lasted;
}

describe('an unchoke under bep3', () => {
  it('lasts at least 10 s, unless its peer leaves, loses interest or is banned', () => {
    let chokes = 0;
    fc.assert(
      fc.property(anySwarm, (swarm) => {
        const lasted = takenBackAfter(simulateSwarm(swarm).events);
        chokes += lasted.length;
        for (const time of lasted) expect(time).toBeGreaterThanOrEqual(10_000);
      }),
      { numRuns: 100 },
    );
    // Or nothing was shown.
    expect(chokes).toBeGreaterThan(100);
  });
});
