import type { PlannedPeer } from '../scenario/run-plan.ts';
import type { AddressMode } from './run-request.ts';

/** One peer of a run, before it is started. */
export interface Member {
  /** Unique in a run: `seed-1`, `leech-3`. */
  readonly name: string;
  readonly role: 'seed' | 'leech';
  /** Where it listens and dials from; the port is free. */
  readonly ip: string;
}

/** The one address that every machine can bind. */
const SHARED_IP = '127.0.0.1';

// Leaves 0 and 255 out at the end, which some programs take for a network or a broadcast address.
const HOSTS_PER_NET = 250;

/** The address of peer `index` in the net 127.`net`/16, whose first 256 addresses are the tracker's. */
const ownIp = (net: number, index: number): string =>
  `127.${net}.${1 + Math.floor(index / HOSTS_PER_NET)}.${1 + (index % HOSTS_PER_NET)}`;

/** The most peers that have room for an address of their own in one net. */
export const MOST_MEMBERS: number = 255 * HOSTS_PER_NET;

/** The address of a run's tracker. */
export const trackerIp = (mode: AddressMode, net: number): string => (mode === 'own' ? `127.${net}.0.1` : SHARED_IP);

/** The peers of a run in the order of its plan. `net` (1 to 254) is the second number of their addresses. */
export const planMembers = (
  peers: readonly Pick<PlannedPeer, 'name' | 'role'>[],
  mode: AddressMode,
  net: number,
): Member[] =>
  peers.map(({ name, role }, index) => ({ name, role, ip: mode === 'own' ? ownIp(net, index) : SHARED_IP }));
