import { printableId, toHex } from '../bytes.ts';
import { clientName } from '../peer-id.ts';
import type { Handshake } from '../wire/handshake.ts';
import { type DescribedBytes, FieldRow } from './byte-field.ts';
import { type ReservedBit, reservedBits } from './reserved-bits.ts';

/** The 68 bytes of a handshake, group by group. */
export function describeHandshake({ reserved, infoHash, peerId }: Handshake): DescribedBytes {
  const { fields } = new FieldRow()
    .add('name length', 1, 19, 'bytes of the name')
    .add('name', 19, 'BitTorrent protocol', 'of the protocol')
    .add('reserved', 8, offers(reserved), 'offered extensions, a bit each', 4)
    .add('info_hash', 20, toHex(infoHash), 'which torrent: SHA-1 of its info')
    .add('peer_id', 20, peerIdText(peerId), 'client, then random bytes', 20);
  return { name: 'handshake', purpose: 'who is there, and for which torrent', bep: 3, fields };
}

/** A peer id as people read it: its printable form, and the client that it names. */
export function peerIdText(peerId: Uint8Array): string {
  const name = clientName(peerId);
  return `${printableId(peerId)}${name.startsWith('unknown') ? ', a client that is not known' : `, ${name}`}`;
}

function offers(reserved: Uint8Array): string {
  const bits = reservedBits(reserved);
  return bits.length === 0 ? 'no extension' : bits.map(offer).join(', ');
}

function offer({ byte, mask, name, bep }: ReservedBit): string {
  const where = `byte ${byte} bit 0x${mask.toString(16).padStart(2, '0')}`;
  return `${name} (${bep === undefined ? where : `BEP ${bep}, ${where}`})`;
}
