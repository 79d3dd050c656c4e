import type { PeerView } from '../../model/index.ts';

type Standing = Pick<PeerView, 'name' | 'role' | 'stage'>;

/** Two halves of those that are there: leeches by turns on one side and the other, seeds all on the first. */
export function twoSides(peers: readonly Standing[]): [string[], string[]] {
  const sides: [string[], string[]] = [[], []];
  let turn = 0;
  for (const { name, role, stage } of peers) {
    if (stage !== 'running') continue;
    if (role === 'seed') sides[0].push(name);
    else {
      sides[turn === 0 ? 1 : 0].push(name);
      turn = 1 - turn;
    }
  }
  return sides;
}
