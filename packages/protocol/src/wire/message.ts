import type { Bitfield } from '../bitfield.ts';

/** Messages that are nothing but their type. */
interface SignalMessage {
  readonly type: 'keep-alive' | 'choke' | 'unchoke' | 'interested' | 'not-interested';
}

/** The sender now has the piece. */
interface HaveMessage {
  readonly type: 'have';
  readonly piece: number;
}

/** The pieces that the sender has at the start. */
interface BitfieldMessage {
  readonly type: 'bitfield';
  readonly bitfield: Bitfield;
}

/** Asks for a block, or takes that back; `begin` and `length` are bytes inside the piece. */
interface RequestMessage {
  readonly type: 'request' | 'cancel';
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
}

/** A block arrived; its payload of `length` bytes travels apart, as views. */
export interface PieceMessage {
  readonly type: 'piece';
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
}

/** An id that BEP 3 does not know; its body of `length` bytes is dropped. */
interface UnknownMessage {
  readonly type: 'unknown';
  readonly id: number;
  readonly length: number;
}

/** Everything that a peer can say after the handshake (BEP 3). */
export type PeerMessage =
  | SignalMessage
  | HaveMessage
  | BitfieldMessage
  | RequestMessage
  | PieceMessage
  | UnknownMessage;

/** What can be sent as it stands; blocks are sent by `encodePiece`. */
export type EncodableMessage = Exclude<PeerMessage, PieceMessage | UnknownMessage>;
