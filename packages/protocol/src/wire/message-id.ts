import { Bitfield } from '../bitfield.ts';

/** First byte of a message after its length (BEP 3). */
export const MESSAGE_ID = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  'not-interested': 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
} as const;

/** An id that BEP 3 defines. */
export type MessageId = (typeof MESSAGE_ID)[keyof typeof MESSAGE_ID];

/** Whether BEP 3 defines the id; all others belong to extensions. */
export function isMessageId(id: number): id is MessageId {
  return id <= MESSAGE_ID.cancel;
}

/** Bytes that come after an id and have to be read together: the whole body, of a `piece` the head before its payload. */
export function bodyLengthOf(id: MessageId, pieceCount: number): number {
  switch (id) {
    case MESSAGE_ID.choke:
    case MESSAGE_ID.unchoke:
    case MESSAGE_ID.interested:
    case MESSAGE_ID['not-interested']:
      return 0;
    case MESSAGE_ID.have:
      return 4;
    case MESSAGE_ID.bitfield:
      return Bitfield.byteLength(pieceCount);
    case MESSAGE_ID.request:
    case MESSAGE_ID.cancel:
      return 12;
    case MESSAGE_ID.piece:
      return 8;
  }
}
