import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOut } from '../src/store/share-out.ts';

test('both groups can give what is asked of them, whatever chance says', () => {
  const size = fc.nat({ max: 2 ** 20 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(size, size, fc.nat({ max: 2 ** 21 }), chance, (first, second, wanted, random) => {
      const want = Math.min(wanted, first + second);
      const share = shareOut(want, first, second, random);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(first);
      expect(want - share).toBeGreaterThanOrEqual(0);
      expect(want - share).toBeLessThanOrEqual(second);
    }),
  );
});

test('the share is rounded so that it is right on average', () => {
  // 5 of 10 and 30: 1.25 from the first, so 2 in a quarter of the cases.
  const shares = Array.from({ length: 100 }, (_, i) => shareOut(5, 10, 30, i / 100));
  expect(shares.filter((share) => share === 2)).toHaveLength(25);
  expect(shares.filter((share) => share === 1)).toHaveLength(75);
});
