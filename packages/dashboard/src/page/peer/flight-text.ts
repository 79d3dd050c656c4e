import type { PiecesInFlight, RunHeader } from '../../model/index.ts';

/** What is on its way to a peer, in words: the blocks are those in the queues of its connections, all together. */
export function flightText({ pieces, asked }: PiecesInFlight, eventLevel: RunHeader['eventLevel']): string {
  if (eventLevel !== 'block') return 'this run does not tell blocks';
  if (pieces.size === 0) return 'nothing';
  const blocks = asked === 1 ? '1 block' : `${asked} blocks`;
  return `${blocks} asked for and not here yet; ${pieces.size === 1 ? '1 piece' : `${pieces.size} pieces`} begun`;
}
