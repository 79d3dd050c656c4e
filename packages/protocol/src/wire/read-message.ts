import { Bitfield } from '../bitfield.ts';
import { readUint32 } from '../uint32.ts';
import type { EncodableMessage } from './message.ts';
import { MESSAGE_ID, type MessageId } from './message-id.ts';

/**
 * Reads the body of a message, which has the length that its id asks for, from `at` on. A copy: no view is kept.
 *
 * @throws WireError `bad-bitfield` on spare bits that are set
 */
export function readMessage(
  id: Exclude<MessageId, typeof MESSAGE_ID.piece>,
  bytes: Uint8Array,
  at: number,
  pieceCount: number,
): EncodableMessage {
  switch (id) {
    case MESSAGE_ID.choke:
      return { type: 'choke' };
    case MESSAGE_ID.unchoke:
      return { type: 'unchoke' };
    case MESSAGE_ID.interested:
      return { type: 'interested' };
    case MESSAGE_ID['not-interested']:
      return { type: 'not-interested' };
    case MESSAGE_ID.have:
      return { type: 'have', piece: readUint32(bytes, at) };
    case MESSAGE_ID.bitfield: {
      const body = bytes.subarray(at, at + Bitfield.byteLength(pieceCount));
      return { type: 'bitfield', bitfield: Bitfield.fromBytes(body, pieceCount) };
    }
    case MESSAGE_ID.request:
    case MESSAGE_ID.cancel:
      return {
        type: id === MESSAGE_ID.request ? 'request' : 'cancel',
        piece: readUint32(bytes, at),
        begin: readUint32(bytes, at + 4),
        length: readUint32(bytes, at + 8),
      };
  }
}
