import type { NetworkName, Scenario } from './scenario.ts';

/** Where the members of a scenario are. Other programs don't shape their links, so that the kernel has to. */
export function networkOf({ network, peers }: Pick<Scenario, 'network' | 'peers'>): NetworkName {
  return network ?? (peers.some(({ client }) => client !== 'seedbed') ? 'namespaces' : 'loopback');
}
