import type { PeerMessage, PieceMessage } from './message.ts';

/** Where a decoder puts what it finds. Called in the order of the bytes; any call may `stop()` the decoder. */
export interface WireSink {
  /** A whole message; `piece` never comes here. */
  message(message: Exclude<PeerMessage, PieceMessage>): void;
  /** A block begins: `length` bytes, at least one, follow by `blockData`. */
  blockStart(piece: number, begin: number, length: number): void;
  /** The bytes of the block from `offset` on. A view into the chunk, valid only during the call: copy what is kept. */
  blockData(data: Uint8Array, offset: number): void;
  /** The block is whole. */
  blockEnd(): void;
}
