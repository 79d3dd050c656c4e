import type { PeerView, RunHeader } from '../../model/index.ts';

/** What is on its way to a peer, in words: the blocks are those in the queues of its connections, all together. */
export function flightText(
  { inFlight: { pieces, asked }, have }: Pick<PeerView, 'inFlight' | 'have'>,
  eventLevel: RunHeader['eventLevel'],
): string {
  if (eventLevel !== 'block') return 'this run does not tell blocks';
  // In the end game some blocks of a piece that is verified already may still be on their way, from others.
  const begun = [...pieces.keys()].filter((piece) => !have.has(piece)).length;
  if (asked === 0 && begun === 0) return 'nothing';
  const [blocks, parts] = [asked === 1 ? '1 block' : `${asked} blocks`, begun === 1 ? '1 piece' : `${begun} pieces`];
  return `${blocks} asked for, not here yet; ${parts} begun`;
}
