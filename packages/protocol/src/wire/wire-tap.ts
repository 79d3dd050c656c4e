import { concatBytes } from '../bytes.ts';
import type { PeerMessage } from './message.ts';
import { PIECE_HEADER_LENGTH } from './message-codec.ts';
import { MessageDecoder, type MessageLimits } from './message-decoder.ts';
import { bodyLengthOf, MESSAGE_ID } from './message-id.ts';
import type { WireSink } from './wire-sink.ts';

/** Bytes of a message that are kept to be looked at: all of it but for blocks and large bitfields. */
export const FRAME_HEAD_LENGTH = 96;

/** A message together with its bytes. */
export interface WireFrame {
  readonly message: PeerMessage;
  /** Bytes of the whole, length prefix included. */
  readonly length: number;
  /** The first of them, at most 96. */
  readonly head: Uint8Array;
}

/** Bytes of a message as it goes over the wire, length prefix included. */
export function frameLength(message: PeerMessage): number {
  switch (message.type) {
    case 'keep-alive':
      return 4;
    case 'unknown':
      return 5 + message.length;
    case 'piece':
      return PIECE_HEADER_LENGTH + message.length;
    case 'bitfield':
      return 5 + message.bitfield.bytes.length;
    default:
      return 5 + bodyLengthOf(MESSAGE_ID[message.type], 0);
  }
}

/**
 * A decoder that keeps the bytes of what it decodes: for everybody who wants to see the wire. The messages go on to a
 * sink; each is told once more with its first bytes, as soon as all of it is in and before the sink has its end.
 */
export class WireTap {
  readonly #decoder: MessageDecoder;
  readonly #onFrame: (frame: WireFrame) => void;
  #chunk: Uint8Array = new Uint8Array();
  /** Where in the chunk the bytes begin that belong to no message yet. */
  #at = 0;
  /** The first bytes of the message that is coming in, and how many there were of it. */
  #head: Uint8Array[] = [];
  #seen = 0;
  /** The message that is coming in, when what it is came before its end. */
  #open: PeerMessage | undefined;
  #isStopped = false;

  constructor(limits: MessageLimits, sink: WireSink, onFrame: (frame: WireFrame) => void) {
    this.#onFrame = onFrame;
    this.#decoder = new MessageDecoder(limits, {
      message: (message) => {
        this.#begin(message);
        if (!this.#isStopped) sink.message(message);
      },
      blockStart: (piece, begin, length) => {
        this.#begin({ type: 'piece', piece, begin, length });
        sink.blockStart(piece, begin, length);
      },
      blockData: (data, offset) => sink.blockData(data, offset),
      blockEnd: () => {
        this.#end();
        if (!this.#isStopped) sink.blockEnd();
      },
    });
  }

  /** Takes the next bytes of the peer and keeps no view of them. @throws WireError when the bytes break the protocol */
  push(chunk: Uint8Array): void {
    if (this.#isStopped) return;
    this.#chunk = chunk;
    this.#at = 0;
    try {
      this.#decoder.push(chunk);
      this.#end();
    } finally {
      this.#take(chunk.length - this.#at);
      this.#chunk = new Uint8Array();
    }
  }

  /** From now on every byte is ignored. */
  stop(): void {
    this.#isStopped = true;
    this.#decoder.stop();
  }

  /** The first bytes, at most 96, of a message whose end has not come: after a `WireError` those that broke the protocol. */
  get unfinished(): Uint8Array {
    return concatBytes(this.#head);
  }

  #begin(message: PeerMessage): void {
    this.#end();
    this.#open = message;
    this.#end();
  }

  /** Tells the open message if all of it is in. */
  #end(): void {
    const message = this.#open;
    if (message === undefined || this.#isStopped) return;
    const length = frameLength(message);
    if (this.#seen + this.#chunk.length - this.#at < length) return;
    this.#take(length - this.#seen);
    const head = concatBytes(this.#head);
    this.#open = undefined;
    this.#head = [];
    this.#seen = 0;
    this.#onFrame({ message, length, head });
  }

  /** The next bytes of the chunk belong to the message that is coming in. */
  #take(length: number): void {
    const kept = Math.min(length, FRAME_HEAD_LENGTH - this.#seen);
    if (kept > 0) this.#head.push(this.#chunk.slice(this.#at, this.#at + kept));
    this.#seen += length;
    this.#at += length;
  }
}
