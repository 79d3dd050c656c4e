/**
 * - `bad-protocol`: the handshake is not BitTorrent's
 * - `too-long`: a length prefix above what any message may have here
 * - `wrong-length`: a length that does not fit the id of the message
 * - `bad-bitfield`: not one bit for each piece, or spare bits that are set
 */
export type WireErrorCode = 'bad-protocol' | 'too-long' | 'wrong-length' | 'bad-bitfield';

/** Bytes that break the peer wire protocol (BEP 3): the connection they came from is to be closed. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, text: string) {
    super(text);
    this.code = code;
  }
}
