import type { FaultKind } from '../fault.ts';
import { putFirst } from '../put-first.ts';

/** The announcer at the head of its own list. */
export const self: FaultKind = {
  name: 'self',
  make: () => ({
    ok: true,
    value: {
      reply: (reply, { address, peerId }) => {
        const own = { addresses: address, ids: peerId };
        return address.length === 6
          ? { ...reply, ipv4: putFirst(own, reply.ipv4) }
          : { ...reply, ipv6: putFirst(own, reply.ipv6) };
      },
    },
  }),
};
