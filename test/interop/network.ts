import { randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';

/** Where all parties of a pairing live: on 127/8, on 198.18.0.0/15, which is for tests (RFC 2544), or at ::1 alone. */
export type Network = 'loopback' | 'test network' | 'IPv6 loopback';

/**
 * An address that nobody else of the pairing has; each party has its own, because some clients know peers by it alone. IPv6
 * has but one on loopback, where ports have to tell parties apart.
 */
export const ownIp = (network: Network): string => {
  const [a, b, c] = [randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)];
  switch (network) {
    case 'loopback':
      return `127.${a}.${b}.${c}`;
    case 'test network':
      return `198.18.${b}.${c}`;
    case 'IPv6 loopback':
      return '::1';
  }
};

/** An address with any free port, as `--listen` and its like take it. */
export const listenAt = (ip: string): string => (ip.includes(':') ? `[${ip}]:0` : `${ip}:0`);

/** Machines without IPv6 have none. */
export const hasIpv6Loopback = (): boolean =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));
