import type { SwarmFailure } from '../failure.ts';
import { NamespaceNetwork } from '../netns/namespace-network.ts';
import { networkOf } from '../scenario/network-of.ts';
import { loopbackNetwork } from './loopback-network.ts';
import type { RunNetwork } from './run-network.ts';
import type { RunOrder } from './run-order.ts';

/** Makes the network that a scenario asks for. `onFailure` is told when it breaks later. */
export const openNetwork = async (
  { request, plan }: RunOrder,
  onFailure: (failure: SwarmFailure) => void,
): Promise<RunNetwork> =>
  networkOf(request.scenario) === 'namespaces'
    ? NamespaceNetwork.open(plan.peers, onFailure)
    : loopbackNetwork(plan.peers, request.addresses);
