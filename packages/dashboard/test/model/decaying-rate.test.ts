import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecayingRate } from '../../src/model/decaying-rate.ts';

const rateOf = (blocks: readonly (readonly [number, number])[]): DecayingRate => {
  const rate = new DecayingRate();
  for (const [bytes, at] of blocks) rate.add(bytes, at);
  return rate;
};

describe('a decaying rate', () => {
  it('comes to the rate at which bytes come', () => {
    const rate = rateOf(Array.from({ length: 2_000 }, (_, i) => [1_000, 1_000 + i * 10]));
    expect(rate.at(20_990) / 100_000).toBeCloseTo(1, 2);
  });

  it('is the same in whatever order it is told', () => {
    const block = fc.tuple(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 1_000, max: 5_000 }));
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 30 }), fc.func(fc.integer()), (blocks, place) => {
        const shuffled = blocks.toSorted((a, b) => place(a) - place(b));
        const expected = rateOf(blocks).at(6_000);
        expect(rateOf(shuffled).at(6_000) / expected).toBeCloseTo(1, 9);
      }),
    );
  });
});
