import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChokerBench } from './choker-bench.ts';

const KIB = 1024;

/** A bench with interested peers 1 to n, peer k at k KiB/s. */
function withPeers(count: number, options = {}): ChokerBench {
  const bench = new ChokerBench(options);
  for (let key = 1; key <= count; key++) bench.connect(key, { rate: key * KIB });
  for (let key = 1; key <= count; key++) bench.set(key, { interested: true });
  return bench;
}

describe('Bep3Choker between rounds', () => {
  it('gives free slots away at once, and no more than there are', () => {
    const bench = withPeers(6);
    expect(bench.unchoked).toEqual([1, 2, 3, 4]);
    expect(bench.log.every(({ at }) => at === 500)).toBe(true);
  });

  it('makes the first one optimistic, so that its slot goes on', () => {
    const bench = withPeers(6);
    expect(bench.log.map(({ optimistic }) => optimistic)).toEqual([true, false, false, false]);
  });

  it('gives the slot of a peer that left to the fastest of those that wait', () => {
    const bench = withPeers(6);
    bench.disconnect(3);
    expect(bench.unchoked).toEqual([1, 2, 4, 6]);
  });

  it('gives the slot of an optimist that left to the next in turn', () => {
    const bench = withPeers(12);
    bench.disconnect(1);
    expect(bench.optimists).toHaveLength(2);
    expect(bench.unchoked).toHaveLength(4);
  });

  it('gives the slot of a peer that lost interest away and chokes it', () => {
    const bench = withPeers(5, {});
    bench.set(2, { interested: false, rate: 0 });
    expect(bench.unchoked).toEqual([1, 3, 4, 5]);
    bench.set(2, { interested: true });
    expect(bench.unchoked).toEqual([1, 3, 4, 5]);
  });

  it('leaves a peer that lost interest unchoked while nobody waits', () => {
    const bench = withPeers(3);
    bench.set(2, { interested: false });
    expect(bench.unchoked).toEqual([1, 2, 3]);
    bench.set(2, { interested: true });
    expect(bench.unchoked).toEqual([1, 2, 3]);
    expect(bench.log).toHaveLength(3);
  });

  it('lets nobody keep a slot for later by losing interest', () => {
    const bench = new ChokerBench();
    for (let key = 1; key <= 20; key++) bench.connect(key, { interested: true });
    for (let key = 1; key <= 20; key++) bench.set(key, { interested: false });
    for (let key = 1; key <= 20; key++) bench.set(key, { interested: true });
    expect(bench.unchoked).toHaveLength(4);
  });

  it('gives a snubbing peer no free slot', () => {
    const bench = withPeers(2);
    bench.connect(3, { snubbed: true, interested: true });
    expect(bench.unchoked).toEqual([1, 2]);
  });
});

describe('slots that are of no use to their peers', () => {
  it('are given to those who wait, and no more of them than wait', () => {
    const bench = withPeers(6);
    expect(bench.unchoked).toEqual([1, 2, 3, 4]);
    for (const key of [1, 2, 3, 4]) bench.set(key, { idle: true });
    bench.disconnect(6);
    expect(bench.unchoked).toHaveLength(4);
    expect(bench.unchoked).toContain(5);
    expect([1, 2, 3, 4].map((key) => bench.reasons.get(key)).filter((reason) => reason === 'idle')).toHaveLength(1);
  });

  it('are kept while nobody waits', () => {
    const bench = withPeers(4);
    for (const key of [1, 2, 3, 4]) bench.set(key, { idle: true });
    bench.runTo(40_500);
    expect(bench.unchoked).toEqual([1, 2, 3, 4]);
  });

  it('are the first to be taken at a round, whatever their rates, the optimistic one too', () => {
    const bench = withPeers(8);
    const before = [...bench.unchoked];
    for (const key of before) bench.set(key, { idle: true, rate: 1_000 });
    bench.runTo(10_500);
    expect(bench.unchoked.filter((key) => before.includes(key))).toEqual([]);
    expect(bench.unchoked).toHaveLength(4);
  });
});

describe('Bep3Choker at its rounds', () => {
  it('unchokes the three fastest and one optimistic peer', () => {
    const bench = withPeers(10);
    bench.runTo(10_500);
    expect(bench.unchoked).toEqual([1, 8, 9, 10]);
    bench.runTo(30_500);
    expect(bench.unchoked.slice(-3)).toEqual([8, 9, 10]);
    expect(bench.unchoked).not.toContain(1);
    expect(bench.optimists).toHaveLength(2);
  });

  it('unchokes a faster peer that is not interested as well; when it becomes so, the slowest is choked', () => {
    const bench = withPeers(8);
    bench.connect(99, { rate: 99 * KIB });
    bench.runTo(10_500);
    expect(bench.unchoked).toEqual([1, 6, 7, 8, 99]);
    bench.runTo(20_500);
    bench.set(99, { interested: true });
    expect(bench.unchoked).toEqual([1, 7, 8, 99]);
  });

  it('spares one that is not interested and sends nothing', () => {
    const bench = withPeers(2);
    bench.connect(3, {});
    bench.runTo(30_500);
    expect(bench.unchoked).toEqual([1, 2]);
  });

  it('lets a fast peer that is not interested be when a slot changes hands', () => {
    const bench = withPeers(8);
    bench.connect(99, { rate: 99 * KIB });
    bench.runTo(10_500);
    bench.disconnect(6);
    expect(bench.unchoked).toEqual([1, 5, 7, 8, 99]);
  });

  it('takes the slot of a peer that snubs us, and gives it back only in turn', () => {
    const bench = withPeers(5, { optimisticInterval: 1e9 });
    bench.runTo(10_500);
    expect(bench.unchoked).toEqual([1, 3, 4, 5]);
    bench.set(5, { snubbed: true });
    bench.runTo(20_500);
    expect(bench.unchoked).toEqual([1, 2, 3, 4]);
    bench.disconnect(4);
    expect(bench.unchoked).toEqual([1, 2, 3]);
    bench.disconnect(1);
    expect(bench.unchoked).toEqual([2, 3, 5]);
    expect(bench.optimists).toEqual([1, 5]);
  });

  it('leaves a slot that was given between two rounds for ten seconds at least', () => {
    const bench = withPeers(4);
    bench.runTo(9_000);
    bench.disconnect(4);
    bench.connect(5, { interested: true });
    bench.connect(6, { interested: true, rate: 6 * KIB });
    bench.runTo(10_500);
    expect(bench.unchoked).toEqual([1, 3, 5, 6]);
    bench.runTo(20_500);
    expect(bench.unchoked).toEqual([1, 2, 3, 6]);
  });

  it('chokes no slot younger than a round when a faster peer becomes interested', () => {
    const bench = new ChokerBench();
    bench.connect(99, { rate: 99 * KIB });
    bench.runTo(10_500);
    expect(bench.unchoked).toEqual([99]);
    for (let key = 1; key <= 4; key++) bench.connect(key, { interested: true });
    bench.set(99, { interested: true });
    expect(bench.unchoked).toEqual([99, 1, 2, 3, 4]);
    bench.runTo(20_500);
    expect(bench.unchoked).toHaveLength(4);
    expect(bench.unchoked).toContain(99);
  });

  it('goes on every thirty seconds, also when the turn began between two rounds', () => {
    const bench = new ChokerBench({ uploadSlots: 1 });
    bench.runTo(7_000);
    for (let key = 1; key <= 3; key++) bench.connect(key, { interested: true });
    bench.runTo(200_000);
    const turns = bench.log.filter(({ unchoke }) => unchoke).map(({ at }) => at);
    expect(turns).toEqual([7_000, 30_500, 60_500, 90_500, 120_500, 150_500, 180_500]);
    const order = bench.optimists;
    expect(new Set(order.slice(0, 3))).toEqual(new Set([1, 2, 3]));
    expect(order.slice(3)).toEqual([order[0], order[1], order[2], order[0]]);
  });

  it('spares a peer a whole turn when the rounds began when nobody was there', () => {
    const bench = new ChokerBench({ uploadSlots: 1 });
    bench.now = 1_000_000;
    bench.choker.start(bench.now);
    bench.connect(1, { interested: true });
    bench.connect(2, { interested: true });
    bench.runTo(1_029_999);
    expect(bench.log).toHaveLength(1);
  });

  it('unchokes nobody without a slot', () => {
    const bench = withPeers(3, { uploadSlots: 0 });
    bench.runTo(100_000);
    expect(bench.log).toEqual([]);
  });
});

it('gives 20 interested peers on one slot the same time within 5 %, over 30 minutes', () => {
  const MINUTE = 60_000;
  const bench = new ChokerBench({ uploadSlots: 1 }, 99);
  for (let key = 1; key <= 20; key++) bench.connect(key);
  for (let key = 1; key <= 20; key++) bench.set(key, { interested: true });
  const end = bench.now + 30 * MINUTE;
  bench.runTo(end);
  const times = new Map<number, number>();
  for (const { key, at, unchoke } of bench.log) times.set(key, (times.get(key) ?? 0) + (unchoke ? -at : at));
  for (const key of bench.unchoked) times.set(key, (times.get(key) ?? 0) + end);
  expect(times.size).toBe(20);
  for (const time of times.values())
    expect(Math.abs(time - (30 * MINUTE) / 20)).toBeLessThanOrEqual(0.05 * ((30 * MINUTE) / 20));
});

type Event =
  | { type: 'connect' | 'disconnect' | 'interested' | 'not-interested'; key: number }
  | { type: 'rate' | 'snubbed'; key: number; value: number }
  | { type: 'wait'; ms: number };

/** Nine interested peers to begin with, so that slots are scarce. */
const crowd = (options: { uploadSlots: number }): ChokerBench => {
  const bench = new ChokerBench(options);
  for (let key = 1; key <= 9; key++) bench.connect(key, { interested: true });
  return bench;
};

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    type: fc.constantFrom('connect', 'disconnect', 'interested', 'not-interested'),
    key: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ type: fc.constantFrom('rate', 'snubbed'), key: fc.integer({ min: 1, max: 9 }), value: fc.nat(3) }),
  fc.record({
    type: fc.constant('wait' as const),
    ms: fc.oneof(fc.nat(2_000), fc.nat(15_000), fc.double({ min: 0, max: 11_000, noNaN: true })),
  }),
);

describe('Bep3Choker, whatever happens', () => {
  const play = (bench: ChokerBench, events: readonly Event[], after: () => void): void => {
    for (const happening of events) {
      if (happening.type === 'wait') bench.runTo(bench.now + happening.ms);
      else if (happening.type === 'connect') {
        if (!bench.peers.has(happening.key)) bench.connect(happening.key);
      } else if (bench.peers.has(happening.key)) {
        if (happening.type === 'disconnect') bench.disconnect(happening.key);
        else if (happening.type === 'rate') bench.set(happening.key, { rate: happening.value * KIB });
        else if (happening.type === 'snubbed') bench.set(happening.key, { snubbed: happening.value > 1 });
        else bench.set(happening.key, { interested: happening.type === 'interested' });
      }
      after();
    }
  };

  it('takes no slot back within ten seconds, unless the peer left or lost interest', () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 30, maxLength: 150 }),
        fc.integer({ min: 1, max: 5 }),
        (events, uploadSlots) => {
          const bench = crowd({ uploadSlots });
          const since = new Map<number, number>();
          let seen = 0;
          play(bench, events, () => {
            for (const { key, at, unchoke } of bench.log.slice(seen)) {
              if (unchoke) since.set(key, at);
              else if (bench.peers.get(key)?.interested === true) {
                expect(at).toBeGreaterThanOrEqual((since.get(key) ?? 0) + 10_000);
              }
            }
            seen = bench.log.length;
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('leaves no slot free while a peer that does not snub us waits', () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 30, maxLength: 150 }),
        fc.integer({ min: 1, max: 5 }),
        (events, uploadSlots) => {
          const bench = crowd({ uploadSlots });
          play(bench, events, () => {
            const interested = [...bench.peers.values()].filter((peer) => peer.interested);
            const active = interested.filter((peer) => peer.unchoked).length;
            const waiting = interested.filter((peer) => !peer.unchoked && !peer.snubbed).length;
            if (waiting > 0) expect(active).toBeGreaterThanOrEqual(uploadSlots);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('serves no more interested peers than there are slots, when none is fast before it is interested', () => {
    const calm = fc.array(
      event.filter(({ type }) => type !== 'rate'),
      { minLength: 30, maxLength: 150 },
    );
    fc.assert(
      fc.property(calm, fc.integer({ min: 0, max: 5 }), (events, uploadSlots) => {
        const bench = crowd({ uploadSlots });
        play(bench, events, () => {
          const active = [...bench.peers.values()].filter((peer) => peer.interested && peer.unchoked).length;
          expect(active).toBeLessThanOrEqual(uploadSlots);
        });
      }),
      { numRuns: 300 },
    );
  });
});
