import type { Point } from './ring-layout.ts';

/** A line from one peer to another, bent to the right of the way, so that the two directions are seen apart. */
export interface Bow {
  readonly from: Point;
  readonly bend: Point;
  readonly to: Point;
}

const BENT = 0.12;

export function bowBetween(from: Point, to: Point): Bow {
  const bend = {
    x: (from.x + to.x) / 2 - (to.y - from.y) * BENT,
    y: (from.y + to.y) / 2 + (to.x - from.x) * BENT,
  };
  return { from, bend, to };
}

/** The point at a part of the way, 0 to 1. */
export function pointOnBow({ from, bend, to }: Bow, at: number): Point {
  const rest = 1 - at;
  const along = (a: number, b: number, c: number): number => rest * rest * a + 2 * rest * at * b + at * at * c;
  return { x: along(from.x, bend.x, to.x), y: along(from.y, bend.y, to.y) };
}
