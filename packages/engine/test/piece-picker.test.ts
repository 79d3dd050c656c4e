import { Bitfield } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import type { PiecePicker } from '../src/piece-picker.ts';
import { randomPicker } from '../src/random-picker.ts';
import { rarestFirstPicker } from '../src/rarest-first-picker.ts';
import { RarityOrder } from '../src/rarity-order.ts';
import { sequentialPicker } from '../src/sequential-picker.ts';
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
    const piece = picker.pick({ open, from: 0, have: mine, random: source }, held);
    if (piece === undefined) return order;
    order.push(piece);
    open.remove(piece);
  }
}

describe('rarest first', () => {
  it.each([
    ['000031425', '****     ', '*********', [5, 7, 4, 6, 8]],
    ['000012', '****  ', '******', [4, 5]],
    ['000021', '****  ', '******', [5, 4]],
    ['000054321', '****     ', '    * * *', [8, 6, 4]],
    ['000054321', '****     ', '*        ', []],
  ])('availability %s, have %j, theirs %j: %j', (availability, have, theirs, expected) => {
    expect(picks(rarestFirstPicker, { availability, have, theirs })).toEqual(expected);
  });

  it('takes the equally rare of 1223 in an order that differs from peer to peer', () => {
    const orders = new Set<string>();
    for (let seedValue = 0; seedValue < 50; seedValue++) {
      orders.add(picks(rarestFirstPicker, { availability: '00001223', have: '****', seedValue }).join(''));
    }
    expect([...orders].sort()).toEqual(['4567', '4657']);
  });

  it('begins with four random pieces, whatever their rarity', () => {
    const firsts = new Set<number | undefined>();
    for (let seedValue = 0; seedValue < 100; seedValue++) {
      firsts.add(picks(rarestFirstPicker, { availability: '12345', have: '', seedValue })[0]);
    }
    expect(firsts).toEqual(new Set([0, 1, 2, 3, 4]));
    for (let seedValue = 0; seedValue < 20; seedValue++) {
      expect(picks(rarestFirstPicker, { availability: '000054321', have: '****', seedValue })[0]).toBe(8);
    }
  });

  it('does not look before the place from which the peer may hold anything', () => {
    const open = new RarityOrder(6, () => 0);
    for (const piece of [0, 1, 2, 3, 4, 5]) open.insert(piece);
    open.increment(5);
    const view = { open, from: open.placeOf(1), have: pieces('****  '), random: () => 0.99 };
    expect(rarestFirstPicker.pick(view, pieces('     *'))).toBe(5);
    expect(randomPicker.pick(view, pieces('     *'))).toBe(5);
    expect(rarestFirstPicker.pick(view, pieces('****  '))).toBeUndefined();
  });
});

describe('random', () => {
  it('picks every piece that the peer holds, once, in any order', () => {
    const firsts = new Set<number | undefined>();
    for (let seedValue = 0; seedValue < 100; seedValue++) {
      const order = picks(randomPicker, { availability: '9315', theirs: '** *', seedValue });
      expect([...order].sort()).toEqual([0, 1, 3]);
      firsts.add(order[0]);
    }
    expect(firsts).toEqual(new Set([0, 1, 3]));
  });
});

describe('sequential', () => {
  it('picks from the beginning, whatever is rare, and only what the peer holds', () => {
    expect(picks(sequentialPicker, { availability: '93150' })).toEqual([0, 1, 2, 3, 4]);
    expect(picks(sequentialPicker, { availability: '93150', theirs: ' ** *' })).toEqual([1, 2, 4]);
    expect(picks(sequentialPicker, { availability: '93150', have: '* *  ' })).toEqual([1, 3, 4]);
    expect(picks(sequentialPicker, { availability: '111', theirs: '   ' })).toEqual([]);
  });

  it('comes back to a piece that is open once more', () => {
    const open = new RarityOrder(3, () => 0);
    for (const piece of [1, 2]) open.insert(piece);
    const view = { open, from: 0, have: pieces('   '), random: () => 0 };
    expect(sequentialPicker.pick(view, Bitfield.full(3))).toBe(1);
    open.insert(0);
    expect(sequentialPicker.pick(view, Bitfield.full(3))).toBe(0);
  });
});

describe('a picker says how it chooses', () => {
  const reasonsOf = (have: string): string[] => {
    const view = { open: new RarityOrder(6, () => 0), from: 0, have: pieces(have), random: () => 0 };
    return [rarestFirstPicker, randomPicker, sequentialPicker].map((picker) => picker.reason(view));
  };

  it.each([
    ['***   ', ['random-first', 'random', 'sequential']],
    ['****  ', ['rarest-first', 'random', 'sequential']],
  ])('with %j there: %j', (have, reasons) => {
    expect(reasonsOf(have)).toEqual(reasons);
  });
});
