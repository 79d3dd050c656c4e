import type { PlannedPeer } from '../scenario/run-plan.ts';
import { HandActionError } from './run-watch.ts';

/** Each takes a process; whoever wants a crowd writes a scenario. */
const MOST_ADDED = 64;

/**
 * A leech that no plan has foreseen, like the others of its group; it stays.
 *
 * @param peers all peers so far, with those that were added before
 * @param group undefined is that of the first leech
 * @param time of the run, ms
 * @throws HandActionError when there is no such group, or enough were added
 */
export function addedLeech(
  peers: readonly PlannedPeer[],
  planned: number,
  group: string | undefined,
  time: number,
): PlannedPeer {
  if (peers.length - planned >= MOST_ADDED)
    throw new HandActionError(`${MOST_ADDED} leeches were added; that is enough`);
  const ours = peers.filter(({ role, client }) => role === 'leech' && client === 'seedbed');
  const like = ours.find((peer) => group === undefined || peer.group === group);
  if (like === undefined) {
    throw new HandActionError(`there is no group ${JSON.stringify(group ?? 'of leeches')} whose peers are leeches`);
  }
  const names = new Set(peers.map(({ name }) => name));
  let number = peers.filter((peer) => peer.group === like.group).length + 1;
  while (names.has(`${like.group}-${number}`)) number += 1;
  const { departure: _, ...stays } = like;
  return { ...stays, name: `${like.group}-${number}`, arrival: time };
}
