import { expect, test } from 'vitest';
import { EvenSamples } from '../../src/report/model/even-samples.ts';

/** A counter that is looked at, and counts on at each of these times. */
function counted(most: number, changes: readonly number[]): EvenSamples<number> {
  let count = 0;
  const samples = new EvenSamples(most, () => count);
  for (const t of changes) {
    samples.advance(t);
    count += 1;
  }
  return samples;
}

test('each sample shows what was so until its time, and the end is one of them', () => {
  const samples = counted(100, [0, 10, 30, 40, 50]);
  expect(samples.between(0, 40)).toEqual([
    { t: 0, value: 0 },
    { t: 20, value: 2 },
    { t: 40, value: 3 },
  ]);
  expect(samples.between(20, 45)).toEqual([
    { t: 0, value: 2 },
    { t: 20, value: 3 },
    { t: 25, value: 3 },
  ]);
});

test('after the last change everything stays as it is', () => {
  expect(counted(100, [0, 10]).between(0, 70).at(-1)).toEqual({ t: 70, value: 2 });
});

test('however long it takes there are no more than was asked for, at even distances', () => {
  const times = Array.from({ length: 10_000 }, (_, second) => second * 1_000);
  const between = counted(50, times).between(0, 9_999_000);
  expect(between.length).toBeLessThanOrEqual(51);
  expect(between.length).toBeGreaterThan(25);
  const [first, second, third] = between.map(({ t }) => t);
  expect((third ?? 0) - (second ?? 0)).toBe((second ?? 0) - (first ?? 0));
});
