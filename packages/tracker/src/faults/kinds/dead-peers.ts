import { parseCount } from '@seedbed/settings';
import type { PeerWindow } from '../../store/peer-store.ts';
import type { FaultKind } from '../fault.ts';
import { putFirst } from '../put-first.ts';

const MAX_PEERS = 10_000;
/** RFC 5737 and RFC 3849 keep these networks for examples: nobody is there, and nobody is bothered. */
const NOBODY4 = [192, 0, 2] as const;
const NOBODY6 = [0x20, 0x01, 0x0d, 0xb8] as const;

/** So many peers at the head of the list that nobody can reach, of the announcer's own address family. */
export const deadPeers: FaultKind = {
  name: 'dead-peers',
  placeholder: 'N',
  make: (argument) => {
    const read = parseCount(argument);
    if (!read.ok) return read;
    if (read.value > MAX_PEERS) return { ok: false, problem: `${argument} is too much; the most is ${MAX_PEERS}` };
    const [ipv4, ipv6] = [deadWindow(read.value, 6), deadWindow(read.value, 18)];
    return {
      ok: true,
      value: {
        reply: (reply, { address }) =>
          address.length === 6
            ? { ...reply, ipv4: putFirst(ipv4, reply.ipv4) }
            : { ...reply, ipv6: putFirst(ipv6, reply.ipv6) },
      },
    };
  },
};

/** Hosts 1 to 250 of the network, and further ports when these are used up. */
function deadWindow(count: number, size: 6 | 18): PeerWindow {
  const addresses = new Uint8Array(count * size);
  const ids = new Uint8Array(count * 20).fill(0x2d);
  for (let i = 0; i < count; i += 1) {
    addresses.set(size === 6 ? NOBODY4 : NOBODY6, i * size);
    addresses[(i + 1) * size - 3] = 1 + (i % 250);
    const port = 6881 + Math.floor(i / 250);
    addresses[(i + 1) * size - 2] = port >> 8;
    addresses[(i + 1) * size - 1] = port;
  }
  return { addresses, ids };
}
