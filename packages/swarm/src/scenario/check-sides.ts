import { namedPeers } from './named-peers.ts';
import type { Target } from './scenario.ts';

/** Where the peers of one group stand in a partition: sides count from 0. */
interface Standing {
  readonly ofNumber: Map<number, number>;
  readonly ofMany: Set<number>;
  readonly all: Set<number>;
}

/** What is wrong with the sides of a partition: a peer that stands, or that the lot may put, on two of them. */
export function checkSides(sides: readonly (readonly Target[])[]): string | undefined {
  const standings = new Map<string, Standing>();
  for (const [side, targets] of sides.entries()) {
    for (const target of targets) {
      const { group, who } = namedPeers(target);
      const standing = standings.get(group) ?? { ofNumber: new Map(), ofMany: new Set(), all: new Set() };
      standings.set(group, standing);
      if (isElsewhere(standing, who, side)) return problemOf(group, who);
      standing.all.add(side);
      if (typeof who === 'number') standing.ofNumber.set(who, side);
      else standing.ofMany.add(side);
    }
  }
  return undefined;
}

function isElsewhere({ ofNumber, ofMany, all }: Standing, who: 'all' | 'some' | number, side: number): boolean {
  const isOther = (other: number): boolean => other !== side;
  if (typeof who !== 'number') return [...all].some(isOther);
  return (ofNumber.get(who) ?? side) !== side || [...ofMany].some(isOther);
}

function problemOf(group: string, who: 'all' | 'some' | number): string {
  if (who === 'some')
    return `peers of ${group} that are drawn may stand on two sides; name them: [${group}-1, ${group}-2]`;
  return `${who === 'all' ? `peers of ${group} stand` : `${group}-${who} stands`} on two sides; each peer has one`;
}
