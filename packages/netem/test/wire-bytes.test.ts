import { ackBytes, payloadRate, wireBytes } from '@seedbed/netem';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

const FULL_FRAME = 1_514;
const SEGMENT = 1_448;
const HEADERS = 66;

describe('wireBytes', () => {
  it.each([
    ['nothing', 0, 0],
    ['a byte', 1, HEADERS + 1],
    ['a full frame', SEGMENT, FULL_FRAME],
    ['a byte more', SEGMENT + 1, FULL_FRAME + HEADERS + 1],
    ['a piece message with a block of 16 KiB', 13 + 16_384, 13 + 16_384 + 12 * HEADERS],
  ])('are those of all frames: %s', (_, payload, wire) => {
    expect(wireBytes(payload)).toBe(wire);
  });
});

describe('ackBytes', () => {
  it.each([
    ['nothing', 0, 0],
    ['a byte', 1, HEADERS],
    ['two full frames', 2 * SEGMENT, HEADERS],
    ['a byte more', 2 * SEGMENT + 1, 2 * HEADERS],
  ])('are a bare frame for every second one: %s', (_, payload, wire) => {
    expect(ackBytes(payload)).toBe(wire);
  });
});

test('what a line carries of payload in a second fills it with full frames', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (frames) => {
      const rate = frames * FULL_FRAME;
      expect(payloadRate(rate)).toBeCloseTo(frames * SEGMENT, 3);
      expect(wireBytes(frames * SEGMENT)).toBe(rate);
    }),
  );
  expect(payloadRate(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});
