import type { Point } from './ring-layout.ts';

/** The index of the point that is nearest to a place, within `reach`; `undefined` when there is none. */
export function nearestPoint(points: readonly Point[], place: Point, reach: number): number | undefined {
  let nearest: number | undefined;
  let best = reach * reach;
  for (const [i, point] of points.entries()) {
    const distance = (point.x - place.x) ** 2 + (point.y - place.y) ** 2;
    if (distance > best) continue;
    best = distance;
    nearest = i;
  }
  return nearest;
}
