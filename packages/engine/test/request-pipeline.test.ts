import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { RequestPipeline } from '../src/request-pipeline.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A peer that answers in order at `rate` (bytes/s) over a path with a round trip (ms), for so many seconds. */
function exchange(rate: number, roundTrip: number, seconds: number) {
  const pipeline = new RequestPipeline({ minRequests: 5, maxRequests: 250 });
  const inOrder: { block: number; arrival: number }[] = [];
  const depths: number[] = [];
  let now = 1_000_000;
  const end = now + seconds * 1_000;
  let senderIsFreeAt = 0;
  let asked = 0;
  let received = 0;
  for (;;) {
    while (pipeline.size < pipeline.depth(now)) {
      senderIsFreeAt = Math.max(senderIsFreeAt, now + roundTrip / 2) + (BLOCK_LENGTH * 1_000) / rate;
      pipeline.asked(asked, now);
      inOrder.push({ block: asked++, arrival: senderIsFreeAt + roundTrip / 2 });
    }
    const next = inOrder.shift();
    if (next === undefined || next.arrival > end)
      return { depths, utilisation: (received * 1_000) / (rate * seconds * 1_000) };
    now = next.arrival;
    pipeline.arrived(next.block, BLOCK_LENGTH, now);
    received += BLOCK_LENGTH;
    depths.push(pipeline.size);
  }
}

describe('RequestPipeline', () => {
  it.each([
    [KIB, 1],
    [100 * KIB, 50],
    [MIB, 1],
    [MIB, 400],
    [4 * MIB, 100],
  ])('keeps a sender of %i B/s at %i ms busy, and does not creep up in ten minutes', (rate, roundTrip) => {
    const { depths, utilisation } = exchange(rate, roundTrip, 600);
    expect(utilisation).toBeGreaterThan(0.95);
    const perBlock = (BLOCK_LENGTH * 1_000) / rate;
    const needed = Math.max(5, (roundTrip + perBlock + 500) / perBlock);
    expect(Math.max(...depths.slice(depths.length / 2))).toBeLessThanOrEqual(needed + 2);
  });

  it('never asks for less than the least or more than the most', () => {
    const pipeline = new RequestPipeline({ minRequests: 3, maxRequests: 10 });
    expect(pipeline.depth(0)).toBe(3);
    pipeline.asked(0, 0);
    pipeline.arrived(0, 100 * MIB, 1);
    expect(pipeline.depth(1)).toBe(10);
  });

  it('takes a larger delay for true when the smaller one is half a minute old', () => {
    const pipeline = new RequestPipeline({ minRequests: 1, maxRequests: 10_000 });
    const measure = (from: number, delay: number): void => {
      pipeline.asked(from, from);
      pipeline.arrived(from, MIB, from + delay);
    };
    measure(0, 10);
    const near = pipeline.depth(10);
    measure(20_000, 1_000);
    expect(pipeline.depth(21_000)).toBeLessThan(near);
    measure(30_020, 1_000);
    // 1 MiB in the second since the pipeline was empty, for 1.5 s.
    expect(pipeline.depth(31_020)).toBe(96);
  });

  it('tells how many blocks come within a time, as long as some came of late', () => {
    const pipeline = new RequestPipeline({ minRequests: 5, maxRequests: 250 });
    expect(pipeline.within(8_000, 0)).toBe(Number.POSITIVE_INFINITY);
    pipeline.asked(0, 0);
    expect(pipeline.within(8_000, 500)).toBe(Number.POSITIVE_INFINITY);
    pipeline.arrived(0, BLOCK_LENGTH, 1_000);
    expect(pipeline.within(8_000, 1_000)).toBe(8);
    expect(pipeline.within(500, 1_000)).toBe(0.5);
    expect(pipeline.within(8_000, 3_100)).toBe(Number.POSITIVE_INFINITY);
  });

  it('forgets what is dropped, and takes late blocks of it', () => {
    const pipeline = new RequestPipeline({ minRequests: 5, maxRequests: 250 });
    pipeline.asked(7, 0);
    pipeline.asked(8, 0);
    expect(pipeline.blocks()).toEqual([7, 8]);
    expect(pipeline.drop(7)).toBe(true);
    expect(pipeline.drop(7)).toBe(false);
    pipeline.arrived(7, BLOCK_LENGTH, 10);
    expect(pipeline.blocks()).toEqual([8]);
  });
});
