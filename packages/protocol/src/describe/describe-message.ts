import { BLOCK_LENGTH } from '../geometry.ts';
import type { PeerMessage } from '../wire/message.ts';
import { MESSAGE_ID } from '../wire/message-id.ts';
import { type DescribedBytes, FieldRow } from './byte-field.ts';

/** What each message of BEP 3 says, in the words of whoever sends it. */
const PURPOSES: Readonly<Record<Exclude<PeerMessage['type'], 'unknown'>, string>> = {
  'keep-alive': 'I am still here',
  choke: 'I answer no more requests of yours',
  unchoke: 'from now on I answer your requests',
  interested: 'you have pieces that I want',
  'not-interested': 'you have nothing that I want',
  have: 'I have one more piece, and its hash is right',
  bitfield: 'the pieces that I have; only ever the first message',
  request: 'send me this block',
  piece: 'a block that you asked for',
  cancel: 'I do not need this block any more',
};

/** Messages of extensions that are met in practice, though nobody sends them unless the handshake offers them. */
const EXTENSIONS: Readonly<Record<number, readonly [name: string, purpose: string, bep: number]>> = {
  9: ['port', 'where the DHT node of this peer listens', 5],
  13: ['suggest piece', 'a piece that would be good to ask for', 6],
  14: ['have all', 'every piece is here', 6],
  15: ['have none', 'no piece is here yet', 6],
  16: ['reject request', 'a request that will not be answered', 6],
  17: ['allowed fast', 'a piece that may be asked for while choked', 6],
  20: ['extended', 'a message of the extension protocol', 10],
  21: ['hash request', 'asks for hashes of v2', 52],
  22: ['hashes', 'hashes of v2', 52],
  23: ['hash reject', 'hashes of v2 that will not be sent', 52],
};

/** A message as it goes over the wire, length prefix included, field by field. */
export function describeMessage(message: PeerMessage): DescribedBytes {
  if (message.type === 'unknown') return describeUnknown(message);
  const row = new FieldRow();
  const { type } = message;
  const describe = (): DescribedBytes => ({
    name: type.replace('-', ' '),
    purpose: PURPOSES[type],
    bep: 3,
    fields: row.fields,
  });
  if (message.type === 'keep-alive') {
    addLength(row, 0);
    return describe();
  }
  addLength(row, 1 + bodyLength(message));
  row.add('id', 1, `${MESSAGE_ID[message.type]}, ${type.replace('-', ' ')}`, 'the kind of message');
  switch (message.type) {
    case 'have':
      row.add('piece', 4, message.piece, PIECE);
      break;
    case 'bitfield': {
      const { bitfield } = message;
      const pieces = `${bitfield.count} of ${bitfield.length} pieces`;
      row.add('bitfield', bitfield.bytes.length, pieces, 'a bit for each piece');
      break;
    }
    case 'request':
    case 'cancel':
      row.add('piece', 4, message.piece, PIECE).add('begin', 4, message.begin, BEGIN);
      row.add('length', 4, message.length, blockPurpose(message.length));
      break;
    case 'piece':
      row.add('piece', 4, message.piece, PIECE).add('begin', 4, message.begin, BEGIN);
      row.add('block', message.length, `${message.length} bytes`, 'the content itself');
  }
  return describe();
}

const PIECE = 'which piece, counted from 0';
const BEGIN = 'where in the piece, bytes';

function blockPurpose(length: number): string {
  return length === BLOCK_LENGTH ? 'bytes: a block of 16 KiB' : 'bytes';
}

function addLength(row: FieldRow, length: number): void {
  row.add('length prefix', 4, length, length === 0 ? 'nothing follows' : 'bytes that follow');
}

/** Bytes behind the id. */
function bodyLength(message: Exclude<PeerMessage, { type: 'unknown' | 'keep-alive' }>): number {
  switch (message.type) {
    case 'have':
      return 4;
    case 'bitfield':
      return message.bitfield.bytes.length;
    case 'request':
    case 'cancel':
      return 12;
    case 'piece':
      return 8 + message.length;
    default:
      return 0;
  }
}

function describeUnknown({ id, length }: Extract<PeerMessage, { type: 'unknown' }>): DescribedBytes {
  const [name, purpose, bep] = EXTENSIONS[id] ?? [`unknown message ${id}`, 'no BEP that we know defines it', 3];
  const row = new FieldRow();
  addLength(row, 1 + length);
  row.add('id', 1, `${id}, ${name}`, 'the kind of message');
  if (length > 0) row.add('body', length, `${length} bytes`, 'passed over, because it was not agreed upon');
  return { name, purpose, bep, fields: row.fields };
}
