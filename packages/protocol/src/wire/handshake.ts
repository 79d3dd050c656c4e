import { utf8 } from '../text.ts';

/** Bytes of a handshake: 1 + 19 + 8 + 20 + 20 (BEP 3). */
export const HANDSHAKE_LENGTH = 68;

/** The length of the protocol's name and the name: how every handshake begins. */
export const PROTOCOL_HEADER: Uint8Array = utf8('\x13BitTorrent protocol');

export const RESERVED_OFFSET = 20;
export const INFO_HASH_OFFSET = 28;
export const PEER_ID_OFFSET = 48;

/** What both sides tell first. */
export interface Handshake {
  /** 8 bytes; each bit stands for an extension, unknown ones are ignored. */
  readonly reserved: Uint8Array;
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
}

/** The 68 bytes of a handshake; without `reserved` no extension is offered. @throws RangeError on a part of a wrong length */
export function encodeHandshake(
  handshake: Omit<Handshake, 'reserved'> & { readonly reserved?: Uint8Array },
): Uint8Array {
  const bytes = new Uint8Array(HANDSHAKE_LENGTH);
  bytes.set(PROTOCOL_HEADER);
  if (handshake.reserved) bytes.set(exactly(8, 'reserved', handshake.reserved), RESERVED_OFFSET);
  bytes.set(exactly(20, 'info hash', handshake.infoHash), INFO_HASH_OFFSET);
  bytes.set(exactly(20, 'peer id', handshake.peerId), PEER_ID_OFFSET);
  return bytes;
}

function exactly(length: number, name: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${name} of ${bytes.length} bytes, it has ${length}`);
  return bytes;
}
