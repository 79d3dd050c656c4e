import { describeByte } from '../describe-byte.ts';
import {
  HANDSHAKE_LENGTH,
  type Handshake,
  INFO_HASH_OFFSET,
  PEER_ID_OFFSET,
  PROTOCOL_HEADER,
  RESERVED_OFFSET,
} from './handshake.ts';
import { WireError } from './wire-error.ts';

/**
 * Takes a handshake in whatever chunks it comes. The info hash is there before the peer id is, because the side that
 * was dialled chooses the torrent by it and answers at once: some peers send their id only after that answer (BEP 3).
 */
export class HandshakeDecoder {
  readonly #bytes: Uint8Array = new Uint8Array(HANDSHAKE_LENGTH);
  #filled = 0;

  /**
   * Takes what belongs to the handshake and answers how many bytes that was, at most 68 over all calls; the rest of the
   * chunk is the messages'.
   *
   * @throws WireError `bad-protocol` at the first byte that is not the protocol's name
   */
  push(chunk: Uint8Array): number {
    const taken = Math.min(chunk.length, HANDSHAKE_LENGTH - this.#filled);
    const from = this.#filled;
    this.#bytes.set(chunk.subarray(0, taken), from);
    this.#filled += taken;
    for (let i = from; i < Math.min(this.#filled, PROTOCOL_HEADER.length); i += 1) {
      const found = this.#bytes[i] as number; // i is below the 68 bytes that the buffer holds
      if (found !== PROTOCOL_HEADER[i]) {
        throw new WireError(
          'bad-protocol',
          `not a BitTorrent handshake: byte ${i} is ${describeByte(found)}, ` +
            `a handshake begins with byte 19 and "BitTorrent protocol" (an encrypted one is not understood)`,
        );
      }
    }
    return taken;
  }

  /** 20 bytes, as soon as they are in (byte 48). */
  get infoHash(): Uint8Array | undefined {
    return this.#filled < PEER_ID_OFFSET ? undefined : this.#bytes.subarray(INFO_HASH_OFFSET, PEER_ID_OFFSET);
  }

  /** The whole, as soon as it is in (byte 68). */
  get handshake(): Handshake | undefined {
    if (this.#filled < HANDSHAKE_LENGTH) return undefined;
    return {
      reserved: this.#bytes.subarray(RESERVED_OFFSET, INFO_HASH_OFFSET),
      infoHash: this.#bytes.subarray(INFO_HASH_OFFSET, PEER_ID_OFFSET),
      peerId: this.#bytes.subarray(PEER_ID_OFFSET),
    };
  }
}
