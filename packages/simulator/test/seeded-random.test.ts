import { seededRandom } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';

const draw = (seedValue: number, count: number): number[] => {
  const random = seededRandom(seedValue);
  return Array.from({ length: count }, () => random());
};

describe('seededRandom', () => {
  it('gives the same numbers for the same seed value and others for another', () => {
    expect(draw(1, 100)).toEqual(draw(1, 100));
    expect(draw(1, 100)).not.toEqual(draw(2, 100));
  });

  it('stays in [0, 1) and fills it evenly', () => {
    const numbers = draw(42, 100_000);
    const tenths = new Array<number>(10).fill(0);
    for (const number of numbers) {
      expect(number >= 0 && number < 1).toBe(true);
      const tenth = Math.floor(number * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // 10,000 expected; five standard deviations are 475.
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(475);
  });
});
