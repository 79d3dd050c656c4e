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
  disconnected(peer: PeerKey, reason: string): void;
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
    const isExpected = this.#isExpected();
    const isKept = this.#writer.end(isExpected);
    this.#writer = nowhere;
    // Asked for anew while it was arriving in vain: this is the answer to an older request, and the new one has its own
    // answer still to come. The engine must not take the block for received, for its bytes are nowhere.
    if (isExpected && !isKept) return;
    this.message({ type: 'piece', ...this.#block });
  }

  blockTaken(length: number): void {
    this.#host.handle({ type: 'block-sent', peer: this.#peer, length });
  }

  blockFailed(error: unknown): void {
    this.#host.blockFailed(error);
  }

  closed(reason: string): void {
    this.#writer.abort();
    this.#writer = nowhere;
    this.#host.disconnected(this.#peer, reason);
  }

  #isExpected(): boolean {
    const { piece, begin, length } = this.#block;
    return this.#host.expects(this.#peer, piece, begin, length);
  }
}
