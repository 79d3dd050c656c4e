import { type AddressFamily, UDP_ANNOUNCE_HEADER } from '@seedbed/protocol';
import type { AnnounceReply } from '../announce/announce-reply.ts';
import type { PeerWindow } from '../store/peer-store.ts';
import { EMPTY_WINDOW } from '../store/random-window.ts';

/**
 * Bytes of an answer at most: what every network of IPv6 carries in one piece (1,280 bytes, of which 48 are headers), and
 * IPv4 in practice too. A datagram in fragments is lost with each of them, and some firewalls let none through. It holds
 * 202 peers of IPv4 and 67 of IPv6.
 */
export const MAX_ANSWER = 1_232;

/** Peers in an answer at most. */
export const ROOM: Readonly<Record<AddressFamily, number>> = {
  4: Math.floor((MAX_ANSWER - UDP_ANNOUNCE_HEADER) / 6),
  6: Math.floor((MAX_ANSWER - UDP_ANNOUNCE_HEADER) / 18),
};

/** What of a reply goes into a datagram: peers of the family that it travels by, no more than there is room for (BEP 15). */
export const FIT: Readonly<Record<AddressFamily, (reply: AnnounceReply) => AnnounceReply>> = {
  4: (reply) => {
    const ipv4 = cut(reply.ipv4, 6 * ROOM[4]);
    return ipv4 === reply.ipv4 && isEmpty(reply.ipv6) ? reply : { ...reply, ipv4, ipv6: EMPTY_WINDOW };
  },
  6: (reply) => {
    const ipv6 = cut(reply.ipv6, 18 * ROOM[6]);
    return ipv6 === reply.ipv6 && isEmpty(reply.ipv4) ? reply : { ...reply, ipv6, ipv4: EMPTY_WINDOW };
  },
};

/** No store gives more than was asked for, but faults may have put more in front of it. Datagrams hold no ids. */
function cut(window: PeerWindow, bytes: number): PeerWindow {
  if (window.addresses.length <= bytes) return window;
  return { addresses: window.addresses.subarray(0, bytes), ids: EMPTY_WINDOW.ids };
}

function isEmpty({ addresses }: PeerWindow): boolean {
  return addresses.length === 0;
}
