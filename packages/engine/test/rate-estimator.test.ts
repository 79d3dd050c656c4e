import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateEstimator } from '../src/rate-estimator.ts';

const WINDOW = 20_000;
const START = 1_234_567.5;

const estimator = (begin = START): RateEstimator => {
  const rate = new RateEstimator(WINDOW, 20);
  rate.begin(begin);
  return rate;
};

describe('RateEstimator', () => {
  it('is zero before anything moved and a window after everything did', () => {
    const rate = estimator();
    expect(rate.rate(START)).toBe(0);
    rate.add(1_000_000, START);
    expect(rate.rate(START + WINDOW - 1_000)).toBeGreaterThan(0);
    expect(rate.rate(START + WINDOW)).toBe(0);
    expect(rate.rate(START + 1e12)).toBe(0);
  });

  it('tells the rate of a steady flow, from its first second on', () => {
    const rate = estimator();
    for (let ms = 100; ms <= 60_000; ms += 100) {
      rate.add(1_000, START + ms);
      if (ms >= 1_000) expect(Math.abs(rate.rate(START + ms) - 10_000)).toBeLessThan(150);
    }
  });

  it('never divides by less than a slot, so that a first block is no flood', () => {
    const rate = estimator();
    rate.add(16_384, START + 1);
    expect(rate.rate(START + 1)).toBe(16_384);
  });

  it('counts a pause as silence: one block in a while is no high rate', () => {
    const rate = estimator();
    rate.add(16_384, START + 100_000);
    expect(rate.rate(START + 100_000)).toBeLessThan(16_384 / 19);
    rate.begin(START + 200_000);
    rate.add(16_384, START + 201_000);
    expect(rate.rate(START + 201_000)).toBe(16_384);
  });

  it('does not begin anew while it still counts something', () => {
    const rate = estimator();
    rate.add(20_000, START + 10_000);
    rate.begin(START + 15_000);
    expect(rate.rate(START + 15_000)).toBeCloseTo(20_000 / 15);
  });

  it('agrees with the sum over the slots that lie in the window, for any times', () => {
    const moves = fc.array(fc.record({ wait: fc.oneof(fc.nat(3_000), fc.nat(60_000)), bytes: fc.nat(1e6) }));
    fc.assert(
      fc.property(moves, (list) => {
        const rate = estimator(0);
        const moved: { at: number; bytes: number }[] = [];
        let now = 0;
        for (const { wait, bytes } of list) {
          now += wait;
          rate.add(bytes, now);
          moved.push({ at: now, bytes });
          const from = Math.max(0, (Math.floor(now / 1_000) - 19) * 1_000);
          const sum = moved.filter(({ at }) => at >= from).reduce((total, move) => total + move.bytes, 0);
          expect(rate.rate(now)).toBeCloseTo((sum * 1_000) / Math.max(1_000, now - from), 6);
        }
      }),
    );
  });
});
