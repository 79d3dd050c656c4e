import type { Geometry } from '@seedbed/protocol';
import { eventLevelFor } from './event-level.ts';
import type { PeerSetup } from './peer-configs.ts';
import type { RunOrder } from './run-order.ts';

/** What all peers of a run have in common. `torrent` is the path of its metainfo file. */
export function peerSetup(
  { plan, request, mostPeers }: RunOrder,
  torrent: string,
  { totalLength }: Geometry,
): PeerSetup {
  const seeds = plan.peers.filter(({ role }) => role === 'seed').length;
  const eventLevel = eventLevelFor(seeds, plan.peers.length - seeds, totalLength);
  return {
    torrent,
    eventLevel,
    trace: request.trace ?? (eventLevel === 'block' ? ['decisions'] : []),
    seedValue: request.scenario.seedValue,
    mostPeers,
  };
}
