import { describe, expect, test } from 'vitest';
import { CatchUp } from '../../src/page/feed/catch-up.ts';

/** The moments of the page at which it was done, where each look finds the newest event `pace` times as late as the last. */
const doneAfter = (paces: readonly number[], every = 100): number | undefined => {
  const catchUp = new CatchUp();
  let newest = 0;
  catchUp.look(0, newest);
  for (const [index, pace] of paces.entries()) {
    const now = (index + 1) * every;
    newest += pace * every;
    catchUp.look(now, newest);
    if (catchUp.isDone) return now;
  }
  return undefined;
};

const times = (count: number, pace: number): number[] => Array.from({ length: count }, () => pace);

describe('catching up', () => {
  test('goes on as long as events are read faster than they happen', () => {
    expect(doneAfter(times(200, 40))).toBeUndefined();
    expect(doneAfter(times(200, 2))).toBeUndefined();
  });

  test('is over half a second after the page is up to date', () => {
    expect(doneAfter([...times(30, 40), ...times(20, 1)])).toBe(3_500);
    expect(doneAfter(times(20, 1))).toBe(500);
  });

  test('is over where nothing happens, and where the run has only begun', () => {
    expect(doneAfter(times(20, 0))).toBe(500);
    expect(doneAfter([5_000, ...times(20, 0)])).toBe(600);
  });

  test('is over though events are heard unevenly', () => {
    expect(doneAfter([2, 0, 2, 0, 2, 0, 1, 1])).toBe(500);
  });

  test('waits longer where the page is too busy to read', () => {
    // Ten looks a second apart are 1.5 s in which events could have come.
    expect(doneAfter(times(10, 0), 1_000)).toBe(4_000);
  });
});
