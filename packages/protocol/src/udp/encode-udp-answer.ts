import { type AddressFamily, encodeCompactPeer } from '../address/compact-peers.ts';
import { concatBytes } from '../bytes.ts';
import { utf8 } from '../text.ts';
import { writeUint32 } from '../uint32.ts';
import { ACTION } from './udp-layout.ts';
import type { UdpAnswer } from './udp-message.ts';
import { UDP_ANNOUNCE_HEADER, writeUdpAnnounce } from './write-udp-announce.ts';

/**
 * The datagram of a tracker. Peers of the other family are left out: the form of an announce's answer is that of the
 * packet it travels in (BEP 15). Fields that a datagram has no place for are left out too.
 */
export function encodeUdpAnswer(answer: UdpAnswer, family: AddressFamily): Uint8Array {
  switch (answer.type) {
    case 'connect':
      return concatBytes([header(answer), answer.connectionId]);
    case 'announce':
      return encodeAnnounce(answer, family);
    case 'scrape': {
      const counts = answer.torrents.flatMap(({ complete, downloaded, incomplete }) => [
        complete,
        downloaded ?? 0,
        incomplete,
      ]);
      return concatBytes([header(answer), uint32s(counts)]);
    }
    case 'error':
      return concatBytes([header(answer), utf8(answer.message)]);
  }
}

function encodeAnnounce(message: Extract<UdpAnswer, { type: 'announce' }>, family: AddressFamily): Uint8Array {
  const size = family === 4 ? 6 : 18;
  const encoded = message.answer.peers.map(encodeCompactPeer).filter((peer) => peer.length === size);
  const bytes = new Uint8Array(UDP_ANNOUNCE_HEADER + size * encoded.length);
  writeUdpAnnounce(bytes, message.transactionId, message.answer, concatBytes(encoded));
  return bytes;
}

function header({ type, transactionId }: Pick<UdpAnswer, 'type' | 'transactionId'>): Uint8Array {
  return uint32s([ACTION[type], transactionId]);
}

function uint32s(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  for (const [i, value] of values.entries()) writeUint32(bytes, 4 * i, value);
  return bytes;
}
