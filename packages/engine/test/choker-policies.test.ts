import { describe, expect, it } from 'vitest';
import { type ChokerName, chokerPolicies } from '../src/choker-policies.ts';
import { ChokerBench } from './choker-bench.ts';

const KIB = 1024;

/** Interested peers 1 to n, peer k at k KiB/s. */
function crowd(policy: ChokerName, count: number, options = {}): ChokerBench {
  const bench = new ChokerBench(options, 1, policy);
  for (let key = 1; key <= count; key++) bench.connect(key, { rate: key * KIB });
  for (let key = 1; key <= count; key++) bench.set(key, { interested: true });
  return bench;
}

/** Time that each peer was unchoked, ms, until now. */
function served(bench: ChokerBench): Map<number, number> {
  const times = new Map<number, number>();
  for (const { key, at, unchoke } of bench.log) times.set(key, (times.get(key) ?? 0) + (unchoke ? -at : at));
  for (const key of bench.unchoked) times.set(key, (times.get(key) ?? 0) + bench.now);
  return times;
}

describe('every policy', () => {
  it.each(Object.keys(chokerPolicies) as ChokerName[])('%s gives a reason for each peer at each round', (policy) => {
    const bench = crowd(policy, 9);
    bench.connect(10, { rate: 99 * KIB });
    for (let round = 1; round <= 12; round++) {
      bench.runTo(500 + round * 10_000);
      expect(bench.reasons.size).toBe(10);
    }
  });
});

describe('upload-rate', () => {
  it('is bep3 in its rounds and slots', () => {
    const [ours, theirs] = [crowd('upload-rate', 10), crowd('bep3', 10)];
    for (const bench of [ours, theirs]) bench.runTo(200_000);
    expect(ours.log).toEqual(theirs.log);
  });
});

describe('round-robin', () => {
  it('gives every slot to the next that waits when its 30 s are over, whatever the rates', () => {
    const bench = crowd('round-robin', 5, { uploadSlots: 2 });
    const seen = [bench.unchoked];
    for (let turn = 1; turn <= 5; turn++) {
      bench.runTo(500 + turn * 30_000);
      seen.push(bench.unchoked);
    }
    expect(seen).toEqual([
      [1, 2],
      [3, 4],
      [1, 5],
      [2, 3],
      [4, 5],
      [1, 2],
    ]);
    expect(bench.reasons.get(1)).toBe('turn');
    expect(bench.reasons.get(4)).toBe('turn-over');
    expect(bench.reasons.get(3)).toBe('waits-its-turn');
  });

  it('gives 20 interested peers on 3 slots the same time within 5 %, over 30 minutes, snubbing or not', () => {
    const bench = crowd('round-robin', 20, { uploadSlots: 3 });
    for (let key = 1; key <= 10; key++) bench.set(key, { snubbed: true });
    const end = bench.now + 30 * 60_000;
    bench.runTo(end);
    const share = ((end - 500) * 3) / 20;
    expect(served(bench).size).toBe(20);
    for (const time of served(bench).values()) expect(Math.abs(time - share)).toBeLessThanOrEqual(0.05 * share);
  });

  it('lets a peer stay while nobody waits, and gives a free slot away at once', () => {
    const bench = crowd('round-robin', 3, { uploadSlots: 3 });
    bench.runTo(600_000);
    expect(bench.log).toHaveLength(3);
    bench.connect(4, { interested: true });
    expect(bench.unchoked).toEqual([1, 2, 3]);
    // All turns are long over: it need not wait for the end of another.
    bench.runTo(600_500);
    expect(bench.unchoked).toEqual([2, 3, 4]);
    bench.disconnect(2);
    expect(bench.unchoked).toEqual([1, 3, 4]);
  });

  it('takes the slot of a peer that loses interest; when that returns, it stands last', () => {
    const bench = crowd('round-robin', 4, { uploadSlots: 1 });
    bench.set(1, { interested: false });
    expect(bench.unchoked).toEqual([2]);
    expect(bench.reasons.get(1)).toBe('lost-interest');
    bench.set(1, { interested: true });
    const order = [3, 4, 1, 2].map(() => {
      bench.runTo(bench.now + 30_000);
      return bench.unchoked[0];
    });
    expect(order).toEqual([3, 4, 1, 2]);
  });

  it('puts a peer that comes again behind all others', () => {
    const bench = crowd('round-robin', 3, { uploadSlots: 1 });
    bench.disconnect(1);
    bench.connect(11, { interested: true });
    bench.runTo(30_500);
    expect(bench.unchoked).toEqual([3]);
    bench.runTo(60_500);
    expect(bench.unchoked).toEqual([11]);
  });
});

describe('bep3', () => {
  it('tells who lost the optimistic slot, who is slower, and who waits for the next round', () => {
    const bench = crowd('bep3', 6);
    expect(bench.reasons.get(6)).toBe('no-free-slot');
    expect(bench.reasons.get(1)).toBe('optimistic');
    bench.runTo(10_500);
    expect(bench.reasons.get(2)).toBe('slower');
    bench.runTo(30_500);
    expect(bench.reasons.get(1)).toBe('turn-over');
    bench.set(5, { snubbed: true });
    bench.runTo(40_500);
    expect(bench.reasons.get(5)).toBe('snubbed');
  });
});

describe('all', () => {
  it('unchokes everyone that is interested at once, and the others at the next round', () => {
    const bench = crowd('all', 50, { uploadSlots: 1 });
    expect(bench.unchoked).toHaveLength(50);
    bench.connect(51, { snubbed: true });
    expect(bench.unchoked).toHaveLength(50);
    bench.runTo(10_500);
    expect(bench.unchoked).toHaveLength(51);
    bench.set(7, { interested: false });
    bench.runTo(3_600_000);
    expect(bench.log).toHaveLength(51);
    expect(new Set(bench.reasons.values())).toEqual(new Set(['everyone']));
  });
});
