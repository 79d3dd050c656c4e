import type { PlannedPeer } from '../scenario/run-plan.ts';
import { askHttp } from './ask-http.ts';
import { chooseLoopbackNet } from './loopback-net.ts';
import { planMembers, trackerIp } from './member.ts';
import type { RunNetwork } from './run-network.ts';
import type { AddressMode } from './run-request.ts';

/** All members on the loopback of this machine, where peers of ours shape their links themselves. */
export async function loopbackNetwork(
  peers: readonly PlannedPeer[],
  wanted: AddressMode | undefined,
): Promise<RunNetwork> {
  const { mode, net } = await chooseLoopbackNet(wanted);
  const ip = trackerIp(mode, net);
  return {
    members: planMembers(peers, mode, net),
    tracker: { ip, control: ip },
    entryOf: () => [],
    ask: askHttp,
    lineOf: () => undefined,
    linkUses: new Map(),
    tellsPeersApart: mode === 'own',
    join: (all) => planMembers(all, mode, net).at(-1),
    close: async () => {},
  };
}
