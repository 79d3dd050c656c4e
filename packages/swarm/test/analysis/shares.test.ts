import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMatrix } from '../../src/analysis/byte-matrix.ts';
import { distribution } from '../../src/analysis/distribution.ts';
import { fairnessIndex } from '../../src/analysis/fairness-index.ts';
import { rateClasses } from '../../src/analysis/rate-classes.ts';

describe('distribution', () => {
  it('interpolates between the two nearest', () => {
    expect(distribution([4, 1, 3, 2])).toEqual({ count: 4, least: 1, median: 2.5, ninth: 3.7, most: 4, mean: 2.5 });
    expect(distribution([7])).toEqual({ count: 1, least: 7, median: 7, ninth: 7, most: 7, mean: 7 });
    expect(distribution([])).toBeNull();
  });
});

describe('fairnessIndex', () => {
  it('is 1 of equal shares, 1/n when one has everything, and between for all others', () => {
    expect(fairnessIndex([3, 3, 3])).toBeCloseTo(1, 12);
    expect(fairnessIndex([0, 5, 0, 0])).toBe(0.25);
    expect(fairnessIndex([0, 0])).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 30 }), (shares) => {
        const index = fairnessIndex(shares) ?? 0;
        expect(index).toBeGreaterThanOrEqual(1 / shares.length - 1e-9);
        expect(index).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('rateClasses', () => {
  const peer = (name: string, group: string) =>
    ({ name, group, role: 'leech', upload: 1, download: undefined }) as const;
  const peers = [peer('a-1', 'a'), peer('a-2', 'a'), peer('b-1', 'b'), peer('b-2', 'b')];

  it('is 1 where everybody sends to everybody alike, and above where groups keep to themselves', () => {
    const alike = new ByteMatrix();
    const apart = new ByteMatrix();
    for (const from of peers) {
      for (const to of peers) {
        alike.add(from.name, to.name, 10);
        apart.add(from.name, to.name, from.group === to.group ? 10 : 0);
      }
    }
    expect(rateClasses(peers, alike).map(({ clustering }) => clustering)).toEqual([1, 1]);
    expect(rateClasses(peers, apart)).toEqual([
      { group: 'a', upload: 1, ownShare: 1, clustering: 2 },
      { group: 'b', upload: 1, ownShare: 1, clustering: 2 },
    ]);
  });

  it('says nothing of a group that got nothing', () => {
    expect(rateClasses(peers, new ByteMatrix())[0]).toMatchObject({ ownShare: null, clustering: null });
  });
});
