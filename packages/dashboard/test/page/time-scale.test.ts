import { describe, expect, test } from 'vitest';
import { fractionOf, momentAt, tickSeconds } from '../../src/page/time/time-scale.ts';

const span = { from: 1_000, to: 11_000 };

describe('the scale of time', () => {
  test('goes there and back', () => {
    for (const t of [1_000, 3_500, 11_000]) expect(momentAt(span, fractionOf(span, t))).toBeCloseTo(t);
  });

  test('ends at its ends', () => {
    expect(fractionOf(span, 0)).toBe(0);
    expect(fractionOf(span, 99_000)).toBe(1);
    expect(momentAt(span, -3)).toBe(1_000);
    expect(momentAt(span, 3)).toBe(11_000);
  });

  test('is 0 everywhere in a run that has only begun', () => {
    expect(fractionOf({ from: 5, to: 5 }, 5)).toBe(0);
    expect(momentAt({ from: 5, to: 5 }, 0.5)).toBe(5);
  });

  test.each([
    [10_000, 6, [0, 2, 4, 6, 8, 10]],
    [700, 8, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
    [3_600_000, 5, [0, 900, 1_800, 2_700, 3_600]],
    [0, 5, [0]],
  ])('labels %d ms at round moments', (length, most, expected) => {
    expect(tickSeconds({ from: 7, to: 7 + length }, most)).toEqual(expected);
  });

  test('never labels more than is asked for', () => {
    for (let length = 50; length < 1e10; length *= 1.7) {
      expect(tickSeconds({ from: 0, to: length }, 9).length).toBeLessThanOrEqual(9);
    }
  });
});
