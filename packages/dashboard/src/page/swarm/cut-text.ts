import type { SwarmModel } from '../../model/index.ts';

/** How a network is cut: in two, mostly. Where its sides are not known it is just cut. */
export function cutText({ peers }: SwarmModel): string {
  const sides = new Set(peers.map(({ side }) => side).filter((side) => side !== undefined)).size;
  if (sides < 2) return 'cut';
  return `cut in ${sides === 2 ? 'two' : sides}`;
}
