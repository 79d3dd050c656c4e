import type { networkInterfaces } from 'node:os';
import { isLoopback } from '@seedbed/control';

/** Who can open what listens at an address. */
export interface OpenTo {
  /** Where a browser of this machine finds it. */
  readonly own: string;
  /** Where others find it, if that is elsewhere. */
  readonly others: string | undefined;
  /** Nobody but this machine reaches it. */
  readonly isPrivate: boolean;
}

/** What means every address of the machine is none that a browser can open. */
const EVERYWHERE: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** An address is of one link alone, and a browser can't open it. */
const LINK_LOCAL = /^(?:fe[89ab]|169\.254\.)/i;

export const openTo = (address: string, interfaces: ReturnType<typeof networkInterfaces>): OpenTo => {
  const own = EVERYWHERE.get(address);
  if (own === undefined) return { own: address, others: undefined, isPrivate: isLoopback(address) };
  const ips = Object.values(interfaces).flatMap((all) =>
    (all ?? []).flatMap(({ internal, address: ip }) => (internal || LINK_LOCAL.test(ip) ? [] : [ip])),
  );
  // What listens at all addresses of IPv6 does so at those of IPv4, which are easier to type.
  const others = ips.find((ip) => !ip.includes(':')) ?? (address === '::' ? ips[0] : undefined);
  return { own, others, isPrivate: false };
};
