import { describe, expect, it } from 'vitest';
import { ChokerBench } from './choker-bench.ts';

/** A bench of the policy that has these slots, with interested newcomers 1 to n. */
function withNewcomers(count: number, options = {}, seedValue = 1): ChokerBench {
  const bench = new ChokerBench({ newcomerSlots: 2, uploadSlots: 2, ...options }, seedValue, 'turns');
  for (let key = 1; key <= count; key++) bench.connect(key, { isNewcomer: true, interested: true });
  return bench;
}

const guests = (bench: ChokerBench): number[] => bench.unchoked.filter((key) => bench.reasons.get(key) === 'newcomer');

describe('slots for peers that hold nothing', () => {
  it('are as many as there are, however many wait', () => {
    expect(guests(withNewcomers(1))).toEqual([1]);
    const bench = withNewcomers(6);
    expect(guests(bench)).toHaveLength(2);
    expect(bench.unchoked).toHaveLength(2);
  });

  it('stand beside those of peers that hold something', () => {
    const bench = withNewcomers(6);
    for (const key of [7, 8, 9]) bench.connect(key, { interested: true });
    expect(guests(bench)).toHaveLength(2);
    expect(bench.unchoked.filter((key) => key > 6)).toHaveLength(2);
  });

  it('go on to the next as soon as a peer holds its first piece, which has to earn another slot then', () => {
    const bench = withNewcomers(3, { uploadSlots: 1 });
    bench.connect(7, { interested: true, rate: 9 });
    const [first = 0] = guests(bench);
    bench.set(first, { isNewcomer: false, interested: true });
    expect(guests(bench)).toHaveLength(2);
    expect(guests(bench)).not.toContain(first);
    expect(bench.unchoked).not.toContain(first);
    expect(bench.unchoked).toContain(7);
  });

  it('are lost by who leaves, loses interest or makes no use of them', () => {
    const bench = withNewcomers(5);
    const [left = 0, lost = 0] = guests(bench);
    bench.disconnect(left);
    bench.set(lost, { interested: false });
    const [idle = 0, other = 0] = guests(bench);
    expect([left, lost]).not.toContain(idle);
    const peer = bench.peers.get(idle);
    if (peer === undefined) throw new Error('it is there');
    peer.idle = true;
    bench.set(lost, { interested: false });
    expect(guests(bench)).toContain(other);
    expect(guests(bench)).not.toContain(idle);
  });

  it('come round: who asks for nothing goes after the time of an optimistic unchoke, and all have their turn', () => {
    const bench = withNewcomers(6, { optimisticInterval: 30_000 });
    const seen = new Set(guests(bench));
    bench.runTo(29_000);
    expect(new Set(guests(bench))).toEqual(seen);
    for (const now of [41_000, 72_000]) {
      bench.runTo(now);
      expect(guests(bench)).toHaveLength(2);
      for (const key of guests(bench)) seen.add(key);
    }
    expect(seen.size).toBe(6);
  });

  it('are drawn, so that peers which know the same newcomers serve different ones', () => {
    const firsts = Array.from({ length: 40 }, (_, seedValue) => {
      // All come before the only slot is free.
      const bench = new ChokerBench({ newcomerSlots: 1 }, seedValue, 'turns');
      bench.connect(99, { isNewcomer: true, interested: true });
      for (let key = 1; key <= 8; key++) bench.connect(key, { isNewcomer: true, interested: true });
      bench.disconnect(99);
      return guests(bench)[0];
    });
    expect(new Set(firsts).size).toBeGreaterThanOrEqual(6);
  });

  it('are not there under BEP 3 alone', () => {
    const bench = new ChokerBench({ newcomerSlots: 2 }, 1, 'bep3');
    for (let key = 1; key <= 6; key++) bench.connect(key, { isNewcomer: true, interested: true });
    expect(guests(bench)).toEqual([]);
    expect(bench.unchoked).toHaveLength(4);
  });
});
