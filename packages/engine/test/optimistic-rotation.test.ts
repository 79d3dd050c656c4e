import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptimisticRotation } from '../src/optimistic-rotation.ts';
import { seededRandom } from './seeded-random.ts';

const anyone = (): boolean => true;

const withPeers = (count: number, seedValue = 3): OptimisticRotation => {
  const rotation = new OptimisticRotation(seededRandom(seedValue));
  for (let key = 1; key <= count; key++) rotation.add(key);
  return rotation;
};

const turns = (rotation: OptimisticRotation, count: number): (number | undefined)[] =>
  Array.from({ length: count }, () => rotation.next(anyone));

describe('OptimisticRotation', () => {
  it('goes round in one order', () => {
    const rotation = withPeers(7);
    const first = turns(rotation, 7);
    expect([...first].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(turns(rotation, 7)).toEqual(first);
    expect(turns(rotation, 7)).toEqual(first);
  });

  it('passes over those who are not eligible, and names nobody when nobody is', () => {
    const rotation = withPeers(4);
    expect(rotation.next(() => false)).toBeUndefined();
    expect(rotation.next((key) => key === 3)).toBe(3);
    expect(rotation.next((key) => key === 3)).toBe(3);
    expect(new OptimisticRotation(() => 0).next(anyone)).toBeUndefined();
  });

  it('gives a new connection the next turn three times as often as any other', () => {
    const PEERS = 7;
    const RUNS = 30_000;
    const random = seededRandom(11);
    const waits = new Array<number>(PEERS).fill(0);
    for (let run = 0; run < RUNS; run++) {
      const rotation = new OptimisticRotation(random);
      for (let key = 1; key <= PEERS; key++) rotation.add(key);
      turns(rotation, run % PEERS);
      rotation.add(99);
      const wait = turns(rotation, PEERS + 1).indexOf(99);
      waits[wait] = (waits[wait] ?? 0) + 1;
    }
    // Seven gaps, one of them of weight three.
    const share = RUNS / (PEERS + 2);
    const expected = [3 * share, share, share, share, share, share, share];
    for (const [wait, count] of waits.entries()) {
      expect(Math.abs(count - (expected[wait] ?? 0))).toBeLessThan(5 * Math.sqrt(expected[wait] ?? 0));
    }
  });

  it('keeps everyone in turn while others come and go', () => {
    const step = fc.oneof(
      fc.record({ add: fc.nat(20) }),
      fc.record({ remove: fc.nat(20) }),
      fc.constant('next' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), fc.nat(1_000), (steps, seedValue) => {
        const rotation = new OptimisticRotation(seededRandom(seedValue));
        const present = new Set<number>();
        // Nobody who stays is passed over while another has two turns.
        const waiting = new Map<number, Set<number>>();
        for (const act of steps) {
          if (act === 'next') {
            const key = rotation.next(anyone);
            expect(key === undefined).toBe(present.size === 0);
            if (key === undefined) continue;
            expect(present.has(key)).toBe(true);
            for (const [other, served] of waiting) {
              if (other === key) continue;
              expect(served.has(key), `${key} has two turns while ${other} waits`).toBe(false);
              served.add(key);
            }
            waiting.set(key, new Set());
          } else if ('add' in act) {
            if (present.has(act.add)) continue;
            rotation.add(act.add);
            present.add(act.add);
            waiting.set(act.add, new Set());
          } else {
            rotation.remove(act.remove);
            present.delete(act.remove);
            waiting.delete(act.remove);
            for (const served of waiting.values()) served.delete(act.remove);
          }
        }
        const round = turns(rotation, present.size);
        expect(new Set(round)).toEqual(present);
      }),
      { numRuns: 500 },
    );
  });
});
