import { type AddressFamily, decodeCompactPeers } from '../address/compact-peers.ts';
import { MAX_SECONDS } from '../announce/announce-answer.ts';
import { trackerText } from '../announce/tracker-text.ts';
import { copyBytes } from '../bytes.ts';
import { readUint32 } from '../uint32.ts';
import { ACTION } from './udp-layout.ts';
import type { UdpAnswer } from './udp-message.ts';

/** An answer, or what is wrong with its bytes; of which request, where they are enough to say. */
export type DecodedUdpAnswer =
  | { readonly ok: true; readonly answer: UdpAnswer }
  | { readonly ok: false; readonly failure: string; readonly transactionId?: number };

/** Bytes that an answer has at least. An error may come without a text, a scrape's counts are counted by who asked. */
const SHORTEST: Readonly<Record<UdpAnswer['type'], number>> = { connect: 16, announce: 20, scrape: 8, error: 8 };

/**
 * Reads a datagram that came from a tracker over IPv4 or IPv6 (BEP 15). Bytes that follow, and are no whole peer and no
 * whole torrent, are passed over: the packets of later versions may be longer.
 */
export function decodeUdpAnswer(bytes: Uint8Array, family: AddressFamily): DecodedUdpAnswer {
  if (bytes.length < 8) return { ok: false, failure: `an answer of ${bytes.length} bytes, the shortest has 8` };
  const action = readUint32(bytes, 0);
  const transactionId = readUint32(bytes, 4);
  const type = TYPES.find((name) => ACTION[name] === action);
  if (type === undefined) {
    return { ok: false, failure: `an answer of the unknown kind ${action}`, transactionId };
  }
  if (bytes.length < SHORTEST[type]) {
    const failure = `an answer to ${type} of ${bytes.length} bytes, it has at least ${SHORTEST[type]}`;
    return { ok: false, failure, transactionId };
  }
  return { ok: true, answer: readAnswer(bytes, type, transactionId, family) };
}

const TYPES: readonly UdpAnswer['type'][] = ['connect', 'announce', 'scrape', 'error'];

/** The length has been checked. */
function readAnswer(
  bytes: Uint8Array,
  type: UdpAnswer['type'],
  transactionId: number,
  family: AddressFamily,
): UdpAnswer {
  switch (type) {
    case 'connect':
      return { type, transactionId, connectionId: copyBytes(bytes, 8, 16) };
    case 'announce': {
      const peers = bytes.subarray(20);
      const answer = {
        interval: Math.min(readUint32(bytes, 8), MAX_SECONDS),
        incomplete: readUint32(bytes, 12),
        complete: readUint32(bytes, 16),
        peers: decodeCompactPeers(peers.subarray(0, peers.length - (peers.length % (family === 4 ? 6 : 18))), family),
      };
      return { type, transactionId, answer };
    }
    case 'scrape': {
      const torrents = Array.from({ length: Math.floor((bytes.length - 8) / 12) }, (_, i) => ({
        complete: readUint32(bytes, 8 + 12 * i),
        downloaded: readUint32(bytes, 12 + 12 * i),
        incomplete: readUint32(bytes, 16 + 12 * i),
      }));
      return { type, transactionId, torrents };
    }
    case 'error':
      return { type, transactionId, message: trackerText(bytes.subarray(8)) };
  }
}
