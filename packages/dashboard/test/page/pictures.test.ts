import { describe, expect, test } from 'vitest';
import { progressColour } from '../../src/page/colour/progress-ramp.ts';
import { bowBetween, pointOnBow } from '../../src/page/swarm/bow.ts';
import { dotRadius, fieldLayout } from '../../src/page/swarm/field-layout.ts';
import { nearestPoint } from '../../src/page/swarm/nearest-point.ts';
import { nodeRadius, type Point, ringLayout } from '../../src/page/swarm/ring-layout.ts';
import { formatBytes } from '../../src/page/text/format-bytes.ts';
import { formatMoment, formatTick } from '../../src/page/text/format-time.ts';

const room = { width: 900, height: 700 };
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function leastDistance(points: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [i, a] of points.entries()) for (const b of points.slice(i + 1)) least = Math.min(least, distance(a, b));
  return least;
}

describe('the ring', () => {
  test.each([2, 9, 40, 100])('keeps %d peers apart and inside', (count) => {
    const peers = Array.from({ length: count }, (_, i) => ({ role: i === 0 ? ('seed' as const) : ('leech' as const) }));
    const points = ringLayout(peers, room);
    expect(points).toHaveLength(count);
    expect(leastDistance(points)).toBeGreaterThanOrEqual(2 * nodeRadius(count, room));
    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(room.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(room.height);
    }
  });

  test('has a seed in the middle, and seeds alone on the ring', () => {
    expect(ringLayout([{ role: 'seed' }, { role: 'leech' }], room)[0]).toEqual({ x: 450, y: 350 });
    const [first] = ringLayout([{ role: 'seed' }, { role: 'seed' }], room);
    expect(distance(first ?? { x: 0, y: 0 }, { x: 450, y: 350 })).toBeGreaterThan(200);
  });
});

test('a field keeps a thousand dots apart', () => {
  expect(leastDistance(fieldLayout(1_000, room))).toBeGreaterThan(1.6 * dotRadius(1_000, room));
});

test('the nearest peer is found, and none far away', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ];
  expect(nearestPoint(points, { x: 8, y: 1 }, 5)).toBe(1);
  expect(nearestPoint(points, { x: 50, y: 0 }, 5)).toBeUndefined();
});

test('a bow begins and ends at its peers, and the two directions lie apart', () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  expect(pointOnBow(bowBetween(a, b), 0)).toEqual(a);
  expect(pointOnBow(bowBetween(a, b), 1)).toEqual(b);
  expect(pointOnBow(bowBetween(a, b), 0.5).y).toBe(-pointOnBow(bowBetween(b, a), 0.5).y);
});

test('colours of progress differ, and only complete is green', () => {
  const green = progressColour(1, 'light');
  expect(progressColour(1, 'dark')).toBe(green);
  expect(progressColour(0.999, 'light')).not.toBe(green);
  expect(new Set([0, 0.25, 0.5, 0.75, 1].map((progress) => progressColour(progress, 'dark'))).size).toBe(5);
  expect(progressColour(-1, 'light')).toBe(progressColour(0, 'light'));
});

test('figures have units', () => {
  expect([0, 999, 1_000, 1_024, 1_536, 1_048_576, 67_108_864].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '0.98 KiB',
    '1 KiB',
    '1.5 KiB',
    '1 MiB',
    '64 MiB',
  ]);
  expect([0, 7_240, 59_960, 750_000, 3_723_500].map(formatMoment)).toEqual([
    '0:00.0',
    '0:07.2',
    '1:00.0',
    '12:30.0',
    '1:02:03.5',
  ]);
  expect([0, 0.5, 30, 90, 180, 7_200].map(formatTick)).toEqual(['0', '0.5 s', '30 s', '1.5 min', '3 min', '2 h']);
});
