import { Bitfield, fromHex, HandshakeDecoder } from '@seedbed/protocol';
import { type DescribedBytes, describeHandshake, describeMessage } from '@seedbed/protocol/describe';
import type { WireEvent } from './sequence-rows.ts';

/** The bytes of a message with the fields that they are made of. */
export interface Apart {
  readonly bytes: Uint8Array;
  /** Bytes of the whole message; more than there are in `bytes` when only its beginning was recorded. */
  readonly length: number;
  readonly described: DescribedBytes;
}

/** Takes a recorded message apart. What can't be read, from a client that is broken, has one field: its bytes. */
export function takeApart({ message, length, hex }: WireEvent, pieces: number): Apart {
  const bytes = fromHex(hex) ?? new Uint8Array();
  return { bytes, length, described: describe(message, bytes, length, pieces) ?? unreadable(message, length) };
}

function describe(
  message: WireEvent['message'],
  bytes: Uint8Array,
  length: number,
  pieces: number,
): DescribedBytes | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const block = (): { piece: number; begin: number } => ({ piece: view.getUint32(5), begin: view.getUint32(9) });
  try {
    switch (message) {
      case 'handshake': {
        const decoder = new HandshakeDecoder();
        decoder.push(bytes);
        return decoder.handshake === undefined ? undefined : describeHandshake(decoder.handshake);
      }
      case 'have':
        return describeMessage({ type: message, piece: view.getUint32(5) });
      case 'bitfield':
        return describeBitfield(bytes, length, pieces);
      case 'request':
      case 'cancel':
        return describeMessage({ type: message, ...block(), length: view.getUint32(13) });
      case 'piece':
        return describeMessage({ type: message, ...block(), length: length - 13 });
      case 'unknown':
        return describeMessage({ type: message, id: view.getUint8(4), length: length - 5 });
      case 'broken':
        return undefined;
      default:
        return describeMessage({ type: message });
    }
  } catch {
    // Too short for what it is called, or a bitfield with spare bits: shown as bytes.
    return undefined;
  }
}

/** Of a large bitfield only the beginning was recorded; its pieces can't be counted then. */
function describeBitfield(bytes: Uint8Array, length: number, pieces: number): DescribedBytes {
  const isWhole = bytes.length === length;
  const bitfield = isWhole ? Bitfield.fromBytes(bytes.subarray(5), pieces) : new Bitfield(pieces);
  const described = describeMessage({ type: 'bitfield', bitfield });
  if (isWhole) return described;
  const fields = described.fields.map((field) =>
    field.name === 'bitfield' ? { ...field, value: `${pieces} pieces, of which only the first are recorded` } : field,
  );
  return { ...described, fields };
}

function unreadable(name: string, length: number): DescribedBytes {
  const field = { name: 'bytes', start: 0, length, value: 'not a message of BEP 3', purpose: 'unknown' };
  return { name, purpose: 'nobody knows', bep: 3, fields: [field] };
}
