import type { PeerKey, TorrentInput } from '@seedbed/engine';
import type { PeerMessage } from '@seedbed/protocol';
import { type BlockWriter, nowhere } from '../pieces/block-writer.ts';
import type { ConnectionHandler } from './connection.ts';

/** The torrent as one of its connections sees it. */
export interface LinkHost {
  /** Whether a block of this peer is worth keeping, as the engine sees it now. */
  expects(peer: PeerKey, piece: number, begin: number, length: number): boolean;
  openBlock(piece: number, begin: number, length: number): BlockWriter;
  handle(input: TorrentInput): void;
  blockFailed(error: unknown): void;
  /** `isFault`: what came is not the protocol. */
  disconnected(peer: PeerKey, reason: string, isFault: boolean): void;
}

/** Stands between one connection and the engine: messages become inputs, payload goes where the engine wants it. */
export class PeerLink implements ConnectionHandler {
  readonly #peer: PeerKey;
  readonly #host: LinkHost;
  #block = { piece: 0, begin: 0, length: 0 };
  #writer: BlockWriter = nowhere;

  constructor(peer: PeerKey, host: LinkHost) {
    this.#peer = peer;
    this.#host = host;
  }

  message(message: PeerMessage): void {
    this.#host.handle({ type: 'message', peer: this.#peer, message });
  }

  blockStart(piece: number, begin: number, length: number): void {
    this.#block = { piece, begin, length };
    this.#writer = this.#isExpected() ? this.#host.openBlock(piece, begin, length) : nowhere;
  }

  blockData(data: Uint8Array, offset: number): void {
    this.#writer.write(data, offset);
  }

  blockEnd(): void {
    const isKept = this.#writer.end(this.#isExpected());
    this.#writer = nowhere;
    const message: PeerMessage = { type: 'piece', ...this.#block };
    this.#host.handle({ type: 'message', peer: this.#peer, message, ...(!isKept && { dropped: true }) });
  }

  blockTaken(length: number): void {
    this.#host.handle({ type: 'block-sent', peer: this.#peer, length });
  }

  blockFailed(error: unknown): void {
    this.#host.blockFailed(error);
  }

  closed(reason: string, isFault: boolean): void {
    this.#writer.abort();
    this.#writer = nowhere;
    this.#host.disconnected(this.#peer, reason, isFault);
  }

  #isExpected(): boolean {
    const { piece, begin, length } = this.#block;
    return this.#host.expects(this.#peer, piece, begin, length);
  }
}
