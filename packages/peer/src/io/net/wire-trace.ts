import type { WireMessage } from '@seedbed/events';
import {
  encodeHandshake,
  type MessageDecoder,
  type MessageLimits,
  toHex,
  WireError,
  type WireFrame,
  type WireSink,
  WireTap,
} from '@seedbed/protocol';
import type { OutboxPort } from './outbox.ts';

/** What is told of the wire; whose connection it is, the listener knows. */
export type TracedMessage = Omit<WireMessage, 'type' | 'remote'>;

type Direction = WireMessage['direction'];

/** What we send is only looked at. */
const nobody: WireSink = { message: () => {}, blockStart: () => {}, blockData: () => {}, blockEnd: () => {} };

/**
 * Shows what goes over one connection, in its order: what arrives when the message is whole, what we send when it is
 * handed to the socket. Both directions are read off their bytes by a tap, so what is told is what was on the wire, and
 * a connection that nobody looks at has none of this in its way.
 */
export class WireTrace {
  readonly #tell: (message: TracedMessage) => void;

  constructor(tell: (message: TracedMessage) => void) {
    this.#tell = tell;
  }

  /** It was exchanged before there was a connection to look at: its bytes are put together again. */
  handshake(direction: Direction, handshake: Parameters<typeof encodeHandshake>[0]): void {
    this.#bytes(direction, 'handshake', encodeHandshake(handshake));
  }

  /** Decodes what arrives, and tells it. */
  decoder(limits: MessageLimits, sink: WireSink): Pick<MessageDecoder, 'push' | 'stop'> {
    const tap = new WireTap(limits, sink, (frame) => this.#frame('received', frame));
    return {
      push: (bytes) => {
        try {
          tap.push(bytes);
        } catch (error) {
          if (error instanceof WireError) this.#bytes('received', 'broken', tap.unfinished);
          throw error;
        }
      },
      stop: () => tap.stop(),
    };
  }

  /** The socket, with somebody who looks at what is written. */
  port(limits: MessageLimits, port: OutboxPort): OutboxPort {
    const tap = new WireTap(limits, nobody, (frame) => this.#frame('sent', frame));
    return {
      ...port,
      write: (bytes, taken) => {
        tap.push(bytes);
        port.write(bytes, taken);
      },
    };
  }

  #frame(direction: Direction, { message, length, head }: WireFrame): void {
    this.#tell({ direction, message: message.type, length, hex: toHex(head) });
  }

  #bytes(direction: Direction, message: 'handshake' | 'broken', bytes: Uint8Array): void {
    this.#tell({ direction, message, length: bytes.length, hex: toHex(bytes) });
  }
}
