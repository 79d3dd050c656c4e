import { type AnnounceAnswer, type AnnouncedPeer, type AnnounceRequest, formatIp } from '@seedbed/protocol';
import { ID_BYTES } from '../store/peer-columns.ts';
import type { PeerStore, PeerWindow } from '../store/peer-store.ts';
import type { AnnounceConfig } from './announce-config.ts';
import { type AnnounceReply, announceReply } from './announce-reply.ts';
import type { Announcer } from './announcer-ip.ts';

/**
 * Answers one announce and changes the store: the tracker without its sockets, as simulated swarms use it.
 * Parameters as of `announceReply`.
 */
export function announce(
  store: PeerStore,
  request: AnnounceRequest,
  from: Announcer,
  config: AnnounceConfig,
  now: number,
  random: () => number,
): AnnounceAnswer {
  return toAnnounceAnswer(announceReply(store, request, from, config, now, random));
}

/** A reply with its peers spelt out. */
export function toAnnounceAnswer({ ipv4, ipv6, externalIp, ...facts }: AnnounceReply): AnnounceAnswer {
  return { ...facts, externalIp: formatIp(externalIp), peers: [...peersOf(ipv4, 4), ...peersOf(ipv6, 16)] };
}

function peersOf({ addresses, ids }: PeerWindow, ipBytes: 4 | 16): AnnouncedPeer[] {
  const size = ipBytes + 2;
  return Array.from({ length: addresses.length / size }, (_, i) => {
    const address = addresses.subarray(i * size, (i + 1) * size);
    const [high = 0, low = 0] = address.subarray(ipBytes);
    const peer = { ip: formatIp(address.subarray(0, ipBytes)), port: (high << 8) | low };
    return ids.length === 0 ? peer : { ...peer, peerId: ids.slice(i * ID_BYTES, (i + 1) * ID_BYTES) };
  });
}
