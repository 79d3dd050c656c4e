import type { EventOf } from './event-of.ts';

/**
 * On which side of a partition each peer stands, sides counted from 0. Its detail has ` | ` between sides and a space between
 * names; where that does not give the peers of the event, as no launcher of ours would write it, nobody knows the sides.
 */
export function partitionSides({ peers, detail }: EventOf<'run-action'>): ReadonlyMap<string, number> {
  const sides = detail.split(' | ').map((side) => side.split(' ').filter((name) => name !== ''));
  const named = sides.flat();
  if (named.length !== peers.length || named.some((name, index) => name !== peers[index])) return new Map();
  return new Map(sides.flatMap((side, number) => side.map((name) => [name, number] as const)));
}
