import { deepStrictEqual } from 'node:assert';
import { type AddressFamily, decodeCompactPeers, encodeCompactPeers, WireError } from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

const familyOf = (ip: string): AddressFamily => (ip.includes(':') ? 6 : 4);

/** Each peer comes back from the bytes that are written of it. */
const compactPeers = (family: AddressFamily) =>
  fuzzTarget({
    name: `compact-peers-${family}`,
    errors: [WireError],
    tokens: ['\x7f\0\0\x01\x1a\xe1', '\0\0\0\0\0\0\0\0\0\0\xff\xff', '\0\0'],
    decode: (input) => decodeCompactPeers(input, family),
    check: (peers) => {
      for (const peer of peers)
        deepStrictEqual(decodeCompactPeers(encodeCompactPeers([peer]), familyOf(peer.ip)), [peer]);
    },
  });

export const compactPeers4 = compactPeers(4);
export const compactPeers6 = compactPeers(6);
