import { randomInt } from 'node:crypto';

/** Where all parties of a pairing live: on 127/8, or on 198.18.0.0/15, which is for tests (RFC 2544). */
export type Network = 'loopback' | 'test network';

/** An address that nobody else of the pairing has; each party has its own, because some clients know peers by it alone. */
export const ownIp = (network: Network): string => {
  const [a, b, c] = [randomInt(1, 255), randomInt(1, 255), randomInt(1, 255)];
  return network === 'loopback' ? `127.${a}.${b}.${c}` : `198.18.${b}.${c}`;
};
