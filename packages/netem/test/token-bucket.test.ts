import { TokenBucket } from '@seedbed/netem';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const BLOCK = 16_384;

describe('TokenBucket', () => {
  it('lets everything go at once without a limit', () => {
    const bucket = new TokenBucket(Number.POSITIVE_INFINITY, 0, 0);
    for (let i = 0; i < 1000; i++) expect(bucket.take(1e9, 0)).toBe(0);
    expect(bucket.spend(1e12, 0)).toBe(0);
  });

  it('is rested at the start and names the time to wait after that', () => {
    const bucket = new TokenBucket(1000, 500, 0);
    expect(bucket.take(500, 0)).toBe(0);
    expect(bucket.take(250, 0)).toBe(0);
    expect(bucket.take(1, 0)).toBe(250);
    expect(bucket.take(1, 100)).toBe(150);
    expect(bucket.take(1, 250)).toBe(0);
  });

  it('takes nothing while it answers with a wait', () => {
    const bucket = new TokenBucket(1000, 0, 0);
    bucket.take(1000, 0);
    for (let i = 0; i < 10; i++) expect(bucket.take(1e6, 0)).toBe(1000);
  });

  it('never holds a block for good that is larger than the burst', () => {
    const bucket = new TokenBucket(1024, 16, 0);
    expect(bucket.take(BLOCK, 0)).toBe(0);
    expect(bucket.take(BLOCK, 0)).toBeCloseTo(((BLOCK - 16) / 1024) * 1000);
  });

  it('keeps no more than the burst over a rest', () => {
    const bucket = new TokenBucket(1000, 100, 0);
    expect(bucket.take(100, 1e9)).toBe(0);
    expect(bucket.spend(50, 1e9)).toBe(50);
  });

  it('counts bytes that have gone already', () => {
    const bucket = new TokenBucket(1000, 100, 0);
    expect(bucket.spend(100, 0)).toBe(0);
    expect(bucket.spend(300, 0)).toBe(300);
    expect(bucket.spend(300, 0)).toBe(600);
  });

  it('pays a debt at the new rate once the rate changes', () => {
    const bucket = new TokenBucket(1000, 0, 0);
    bucket.spend(1000, 0);
    bucket.setRate(2000, 500);
    expect(bucket.take(1, 500)).toBe(250);
    bucket.setRate(Number.POSITIVE_INFINITY, 500);
    expect(bucket.take(1e9, 500)).toBe(0);
    bucket.setRate(1000, 10_000);
    expect(bucket.take(1, 10_000)).toBe(0);
    expect(bucket.take(1, 10_000)).toBe(1);
  });

  it('takes a new burst with a new rate', () => {
    const bucket = new TokenBucket(1000, 1000, 0);
    bucket.setRate(1000, 0, 100);
    expect(bucket.spend(100, 0)).toBe(0);
    bucket.setRate(1000, 0, 5000);
    expect(bucket.spend(5000, 60_000)).toBe(0);
    expect(() => bucket.setRate(1000, 60_000, -1)).toThrow(RangeError);
  });

  it('is not confused by a clock that stands still or goes back', () => {
    const bucket = new TokenBucket(1000, 0, 100);
    expect(bucket.spend(100, 100)).toBe(100);
    expect(bucket.take(1, 0)).toBe(100);
    expect(bucket.take(1, 200)).toBe(0);
  });

  it.each([0, -1, Number.NaN])('refuses a rate of %d', (rate) => {
    expect(() => new TokenBucket(rate, 0, 0)).toThrow(RangeError);
  });

  it('lets at most burst + rate x time + one block go, and exactly the rate after a wait', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.array(fc.integer({ min: 1, max: 128 * 1024 }), { minLength: 1, maxLength: 200 }),
        (rate, burst, blocks) => {
          const bucket = new TokenBucket(rate, burst, 0);
          let now = 0;
          let gone = 0;
          let largest = 0;
          for (const block of blocks) {
            const wait = bucket.take(block, now);
            if (wait > 0) {
              now += wait;
              expect(bucket.take(block, now)).toBe(0);
              expect(Math.abs(gone - (burst + (rate * now) / 1000))).toBeLessThan(1);
            }
            gone += block;
            largest = Math.max(largest, block);
            expect(gone).toBeLessThanOrEqual(burst + (rate * now) / 1000 + largest + 1);
          }
        },
      ),
    );
  });
});
