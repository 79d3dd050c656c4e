import type { Point, Room } from './ring-layout.ts';

/** Each dot is turned by this against the one before, as seeds of a sunflower are: no two of them line up. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Hundreds of peers as a field of dots that fills a disc evenly: the first in the middle, the last at the rim. */
export function fieldLayout(count: number, room: Room): Point[] {
  const reach = Math.min(room.width, room.height) / 2 - 16;
  return Array.from({ length: count }, (_, i) => {
    const distance = reach * Math.sqrt((i + 0.5) / Math.max(1, count));
    const turn = i * GOLDEN_ANGLE;
    return { x: room.width / 2 + distance * Math.cos(turn), y: room.height / 2 + distance * Math.sin(turn) };
  });
}

/** Radius of a dot of such a field, CSS pixels. */
export function dotRadius(count: number, room: Room): number {
  return Math.max(1.5, (Math.min(room.width, room.height) / 2 - 16) / Math.sqrt(Math.max(1, count)) / 1.35);
}
