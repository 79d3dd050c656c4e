import { writeUint32 } from '../uint32.ts';
import type { EncodableMessage } from './message.ts';
import { MESSAGE_ID } from './message-id.ts';

/** Bytes before the payload of a `piece` message: length, id, piece, begin. */
export const PIECE_HEADER_LENGTH = 13;

/** A message as it goes over the wire, its length prefix included (BEP 3). */
export function encodeMessage(message: EncodableMessage): Uint8Array {
  switch (message.type) {
    case 'keep-alive':
      return new Uint8Array(4);
    case 'choke':
    case 'unchoke':
    case 'interested':
    case 'not-interested':
      return frame(MESSAGE_ID[message.type], 0);
    case 'have': {
      const bytes = frame(MESSAGE_ID.have, 4);
      writeUint32(bytes, 5, message.piece);
      return bytes;
    }
    case 'bitfield': {
      const body = message.bitfield.bytes;
      const bytes = frame(MESSAGE_ID.bitfield, body.length);
      bytes.set(body, 5);
      return bytes;
    }
    case 'request':
    case 'cancel': {
      const bytes = frame(MESSAGE_ID[message.type], 12);
      writeUint32(bytes, 5, message.piece);
      writeUint32(bytes, 9, message.begin);
      writeUint32(bytes, 13, message.length);
      return bytes;
    }
  }
}

/** The 13 bytes before a payload of `length` bytes. */
export function encodePieceHeader(piece: number, begin: number, length: number): Uint8Array {
  const bytes = new Uint8Array(PIECE_HEADER_LENGTH);
  writePieceHeader(bytes, 0, piece, begin, length);
  return bytes;
}

/** Writes those 13 bytes at `offset`, for a buffer that takes header and payload: one write costs less than two. */
export function writePieceHeader(
  target: Uint8Array,
  offset: number,
  piece: number,
  begin: number,
  length: number,
): void {
  writeUint32(target, offset, 9 + length);
  target[offset + 4] = MESSAGE_ID.piece;
  writeUint32(target, offset + 5, piece);
  writeUint32(target, offset + 9, begin);
}

/** A whole `piece` message in one buffer; the block is copied. */
export function encodePiece(piece: number, begin: number, block: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PIECE_HEADER_LENGTH + block.length);
  writePieceHeader(bytes, 0, piece, begin, block.length);
  bytes.set(block, PIECE_HEADER_LENGTH);
  return bytes;
}

function frame(id: number, bodyLength: number): Uint8Array {
  const bytes = new Uint8Array(5 + bodyLength);
  writeUint32(bytes, 0, 1 + bodyLength);
  bytes[4] = id;
  return bytes;
}
