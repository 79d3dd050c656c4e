import { Bitfield } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { type PiecePicker, random, rarestFirst } from '../src/piece-picker.ts';
import { RarityOrder } from '../src/rarity-order.ts';
import { seededRandom } from './seeded-random.ts';

const pieces = (text: string): Bitfield => {
  const bitfield = new Bitfield(text.length);
  for (const [piece, mark] of [...text].entries()) if (mark === '*') bitfield.set(piece);
  return bitfield;
};

/**
 * The order in which pieces are picked. Each character is a piece: in `availability` the number of peers that hold it,
 * in `have` and `theirs` a star when it is there.
 */
function picks(
  picker: PiecePicker,
  {
    availability,
    have = '',
    theirs = '',
    seedValue = 1,
  }: Record<'availability', string> & Partial<{ have: string; theirs: string; seedValue: number }>,
): number[] {
  const count = availability.length;
  const source = seededRandom(seedValue);
  const open = new RarityOrder(count, source);
  const mine = pieces(have.padEnd(count));
  const held = theirs === '' ? Bitfield.full(count) : pieces(theirs);
  for (let piece = 0; piece < count; piece++) if (!mine.has(piece)) open.insert(piece);
  for (const [piece, copies] of [...availability].entries()) {
    for (let copy = 0; copy < Number(copies); copy++) open.increment(piece);
  }
  const order: number[] = [];
  for (;;) {
    const piece = picker({ open, from: 0, have: mine, random: source }, held);
    if (piece === undefined) return order;
    order.push(piece);
    open.remove(piece);
  }
}

describe('rarestFirst', () => {
  it.each([
    ['000031425', '****     ', '*********', [5, 7, 4, 6, 8]],
    ['000012', '****  ', '******', [4, 5]],
    ['000021', '****  ', '******', [5, 4]],
    ['000054321', '****     ', '    * * *', [8, 6, 4]],
    ['000054321', '****     ', '*        ', []],
  ])('availability %s, have %j, theirs %j: %j', (availability, have, theirs, expected) => {
    expect(picks(rarestFirst, { availability, have, theirs })).toEqual(expected);
  });

  it('takes the equally rare of 1223 in an order that differs from peer to peer', () => {
    const orders = new Set<string>();
    for (let seedValue = 0; seedValue < 50; seedValue++) {
      orders.add(picks(rarestFirst, { availability: '00001223', have: '****', seedValue }).join(''));
    }
    expect([...orders].sort()).toEqual(['4567', '4657']);
  });

  it('begins with four random pieces, whatever their rarity', () => {
    const firsts = new Set<number | undefined>();
    for (let seedValue = 0; seedValue < 100; seedValue++) {
      firsts.add(picks(rarestFirst, { availability: '12345', have: '', seedValue })[0]);
    }
    expect(firsts).toEqual(new Set([0, 1, 2, 3, 4]));
    for (let seedValue = 0; seedValue < 20; seedValue++) {
      expect(picks(rarestFirst, { availability: '000054321', have: '****', seedValue })[0]).toBe(8);
    }
  });

  it('does not look before the place from which the peer may hold anything', () => {
    const open = new RarityOrder(6, () => 0);
    for (const piece of [0, 1, 2, 3, 4, 5]) open.insert(piece);
    open.increment(5);
    const view = { open, from: open.placeOf(1), have: pieces('****  '), random: () => 0.99 };
    expect(rarestFirst(view, pieces('     *'))).toBe(5);
    expect(random(view, pieces('     *'))).toBe(5);
    expect(rarestFirst(view, pieces('****  '))).toBeUndefined();
  });
});

describe('random', () => {
  it('picks every piece that the peer holds, once, in any order', () => {
    const firsts = new Set<number | undefined>();
    for (let seedValue = 0; seedValue < 100; seedValue++) {
      const order = picks(random, { availability: '9315', theirs: '** *', seedValue });
      expect([...order].sort()).toEqual([0, 1, 3]);
      firsts.add(order[0]);
    }
    expect(firsts).toEqual(new Set([0, 1, 3]));
  });
});
