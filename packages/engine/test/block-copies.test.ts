import { describe, expect, it } from 'vitest';
import { BlockCopies } from '../src/block-copies.ts';

const any = (): boolean => true;

describe('BlockCopies', () => {
  it('offers the block with the fewest copies, the oldest request first', () => {
    const copies = new BlockCopies(3);
    for (const block of [5, 6, 7]) copies.changed(block, 0, 1);
    expect(copies.fewest(any)).toBe(5);
    copies.changed(5, 1, 2);
    expect(copies.fewest(any)).toBe(6);
    expect(copies.fewest((block) => block === 5)).toBe(5);
  });

  it('offers none that is there, or that has as many copies as allowed', () => {
    const copies = new BlockCopies(3);
    copies.changed(1, 0, 1);
    copies.changed(1, 1, 2);
    copies.changed(1, 2, 3);
    expect(copies.fewest(any)).toBeUndefined();
    copies.changed(1, 3, 2);
    expect(copies.fewest(any)).toBe(1);
    copies.changed(1, 2, 0);
    expect(copies.fewest(any)).toBeUndefined();
  });

  it('offers nothing where one copy is the most', () => {
    const copies = new BlockCopies(1);
    copies.changed(1, 0, 1);
    expect(copies.fewest(any)).toBeUndefined();
  });
});
