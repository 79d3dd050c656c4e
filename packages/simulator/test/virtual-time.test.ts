import { VirtualTime } from '@seedbed/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('VirtualTime', () => {
  it('does what is due in order of time, and what is due together in the order it was planned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (times) => {
        const time = new VirtualTime();
        const done: { due: number; planned: number; at: number }[] = [];
        for (const [planned, due] of times.entries()) time.at(due, () => done.push({ due, planned, at: time.now }));
        time.run(Number.POSITIVE_INFINITY);
        const expected = times
          .map((due, planned) => ({ due, planned, at: due }))
          .sort((a, b) => a.due - b.due || a.planned - b.planned);
        expect(done).toEqual(expected);
      }),
    );
  });

  it('lets what is done plan more, never in the past', () => {
    const time = new VirtualTime();
    const seen: number[] = [];
    time.at(10, () => {
      seen.push(time.now);
      time.at(3, () => seen.push(time.now));
      time.at(20, () => seen.push(time.now));
    });
    time.run(Number.POSITIVE_INFINITY);
    expect(seen).toEqual([10, 10, 20]);
  });

  it('stops at its end, and goes on from there', () => {
    const time = new VirtualTime();
    const seen: number[] = [];
    for (const due of [5, 15]) time.at(due, () => seen.push(due));
    time.run(10);
    expect(seen).toEqual([5]);
    expect(time.now).toBe(10);
    time.run(20);
    expect(seen).toEqual([5, 15]);
  });

  it('stops as soon as it is told that all is done', () => {
    const time = new VirtualTime();
    let count = 0;
    for (let due = 1; due <= 10; due++) time.at(due, () => count++);
    time.run(100, () => count === 4);
    expect(time.now).toBe(4);
  });
});
