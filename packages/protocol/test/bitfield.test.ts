import { Bitfield, WireError } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrown } from './support/thrown.ts';

describe('Bitfield', () => {
  test('the first piece is the highest bit (BEP 3)', () => {
    const bitfield = new Bitfield(10);
    bitfield.set(0);
    bitfield.set(9);
    expect([...bitfield.bytes]).toEqual([0x80, 0x40]);
  });

  test.each([1, 7, 8, 9, 16, 17, 1000])('full of %i pieces has no spare bits', (length) => {
    const full = Bitfield.full(length);
    expect(full.isFull).toBe(true);
    expect(full.count).toBe(length);
    expect(Bitfield.fromBytes(full.bytes, length).count).toBe(length);
    expect(full.has(length)).toBe(false);
    expect(full.has(-1)).toBe(false);
  });

  test.each([
    ['too short', [0xff], 9],
    ['too long', [0xff, 0x80, 0x00], 9],
    ['the first spare bit', [0xff, 0xc0], 9],
    ['the last spare bit', [0x00, 0x01], 9],
    ['empty', [], 1],
  ])('refuses bytes: %s', (_, bytes, length) => {
    const error = thrown(() => Bitfield.fromBytes(Uint8Array.from(bytes), length));
    expect(error).toBeInstanceOf(WireError);
    expect(error).toMatchObject({ code: 'bad-bitfield' });
  });

  test('a piece that does not exist is an error of ours', () => {
    for (const piece of [-1, 8, 1.5, Number.NaN]) {
      expect(() => new Bitfield(8).set(piece)).toThrow(RangeError);
      expect(() => new Bitfield(8).clear(piece)).toThrow(RangeError);
    }
  });

  test('what was given to fromBytes is copied, and so is a copy', () => {
    const bytes = Uint8Array.of(0x80);
    const bitfield = Bitfield.fromBytes(bytes, 8);
    bytes[0] = 0xff;
    const copy = bitfield.copy();
    copy.set(7);
    expect([bitfield.count, copy.count, bitfield.has(7)]).toEqual([1, 2, false]);
  });

  test('interest: a piece that the other lacks', () => {
    const [ours, theirs] = [new Bitfield(20), new Bitfield(20)];
    expect(ours.hasAnyNotIn(theirs)).toBe(false);
    ours.set(19);
    expect(ours.hasAnyNotIn(theirs)).toBe(true);
    expect(theirs.hasAnyNotIn(ours)).toBe(false);
    theirs.set(19);
    expect(ours.hasAnyNotIn(theirs)).toBe(false);
  });

  test('behaves as a set of numbers', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('set', 'clear'), fc.nat(40)));
    fc.assert(
      fc.property(steps, (changes) => {
        const bitfield = new Bitfield(41);
        const model = new Set<number>();
        for (const [change, piece] of changes) {
          const isNew = model.has(piece) === (change === 'clear');
          if (change === 'set') model.add(piece);
          else model.delete(piece);
          expect(change === 'set' ? bitfield.set(piece) : bitfield.clear(piece)).toBe(isNew);
          expect([bitfield.count, bitfield.isEmpty]).toEqual([model.size, model.size === 0]);
        }
        const pieces = Array.from({ length: 41 }, (_, i) => i).filter((i) => bitfield.has(i));
        expect(pieces).toEqual([...model].sort((a, b) => a - b));
        expect(Bitfield.fromBytes(bitfield.bytes, 41).bytes).toEqual(bitfield.bytes);
      }),
    );
  });
});
