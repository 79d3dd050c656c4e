import { ackBytes } from '@seedbed/netem';
import { type EncodableMessage, encodeMessage, MessageDecoder, WireError, type WireSink } from '@seedbed/protocol';
import type { BlockMessage } from '../upload/block-message.ts';
import { Outbox, type OutboxPort } from './outbox.ts';
import type { RateLimiter, Turn } from './rate-limiter.ts';
import { socketErrorText } from './socket-error-text.ts';
import type { WireSocket } from './wire-socket.ts';
import type { WireTrace } from './wire-trace.ts';

/** What a connection tells: the messages that arrive, and these. */
export interface ConnectionHandler extends WireSink {
  /** Blocks of so many bytes have left: the system has all of them. */
  blockTaken(length: number): void;
  /** A block that was to be sent could not be read; the connection ends. */
  blockFailed(error: unknown): void;
  /** The connection is gone. Told once, last. `isFault`: what came is not the protocol. */
  closed(reason: string, isFault: boolean): void;
}

export interface ConnectionComponents {
  /** A socket after the handshakes, without any listener. */
  readonly socket: WireSocket;
  readonly uploads: RateLimiter;
  readonly downloads: RateLimiter;
  readonly handler: ConnectionHandler;
  /** Sees all bytes of both directions. */
  readonly trace?: WireTrace;
}

/** After we ended a connection the other side has this long to end it too, ms. */
const CLOSE_TIMEOUT = 2_000;

export interface ConnectionLimits {
  /** Pieces of the torrent. */
  readonly pieceCount: number;
  /** Bytes that the peer may leave unread before it is taken for dead: blocks are few at a time, so these are messages. */
  readonly maxUnread: number;
}

/** Why a socket is not read just now. */
type Hold = 'rate' | 'disk';

/**
 * One connection after the handshakes: bytes to messages and back. Every end of it, whoever wanted it, comes to one
 * place and is told once.
 */
export class Connection {
  readonly #socket: WireSocket;
  readonly #uploads: RateLimiter;
  readonly #downloads: RateLimiter;
  readonly #handler: ConnectionHandler;
  readonly #decoder: Pick<MessageDecoder, 'push' | 'stop'>;
  readonly #outbox: Outbox;
  readonly #maxUnread: number;
  readonly #holds = new Set<Hold>();
  /** Bytes that were received and are not paid for, and the wait for those of them that were asked for. */
  #unpaid = 0;
  #turn: Turn | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;
  /** Why it ended; the first cause counts. */
  #reason: string | undefined;
  #isFault = false;

  constructor(components: ConnectionComponents, limits: ConnectionLimits) {
    const { socket, handler, trace } = components;
    this.#socket = socket;
    this.#uploads = components.uploads;
    this.#downloads = components.downloads;
    this.#handler = handler;
    this.#maxUnread = limits.maxUnread;
    // What the peer acknowledges comes to us, and what we acknowledge leaves.
    const port = portOf(socket, (length) => this.#downloads.charge(ackBytes(length)));
    this.#decoder = trace?.decoder(limits, handler) ?? new MessageDecoder(limits, handler);
    this.#outbox = new Outbox(trace?.port(limits, port) ?? port, components.uploads, {
      blockTaken: (length) => handler.blockTaken(length),
      blockFailed: (error) => {
        this.destroy('a block could not be read from the disk');
        handler.blockFailed(error);
      },
    });
    socket.on('data', (bytes: Uint8Array) => this.receive(bytes));
    socket.on('error', (error) => {
      this.#reason ??= socketErrorText(error);
    });
    // Who ends one direction ends the connection: nobody who takes part in a swarm goes on with the other one alone.
    socket.on('end', () => this.close('closed by the other side'));
    socket.on('close', () => this.#closed());
  }

  /** Bytes that are held for this peer: what it was not sent yet, blocks included, and what came from it and was not looked at. */
  get buffered(): number {
    return this.#outbox.bytes + this.#socket.writableLength + this.#socket.readableLength;
  }

  /** Takes bytes of the peer; also those that came in one chunk with the handshake. */
  receive(bytes: Uint8Array): void {
    if (this.#isClosing) return;
    try {
      this.#decoder.push(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#isFault = true;
      return this.destroy(error.message);
    }
    this.#uploads.charge(ackBytes(bytes.length));
    this.#unpaid += bytes.length;
    this.#pay();
  }

  send(message: EncodableMessage): void {
    this.#outbox.send(encodeMessage(message));
    const unread = this.#outbox.messageBytes + this.#socket.writableLength;
    if (unread > this.#maxUnread) this.destroy('it does not read what is sent');
  }

  /** Sends a block after everything before it. @param length bytes of its payload */
  sendBlock(message: BlockMessage | Promise<BlockMessage>, length: number): void {
    this.#outbox.sendBlock(message, length);
  }

  /** Reads nothing more from the peer until the disk has caught up. */
  holdForDisk(hold: boolean): void {
    this.#hold('disk', hold);
  }

  /** Ends the connection after what was sent before. What still arrives is ignored. */
  close(reason: string): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#reason ??= reason;
    this.#decoder.stop();
    this.#outbox.end();
    // The other side's end is only seen by reading on.
    this.#socket.resume();
    this.#turn?.cancel();
    this.#timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT);
  }

  /** Ends the connection at once. */
  destroy(reason: string): void {
    this.#isClosing = true;
    this.#reason ??= reason;
    this.#decoder.stop();
    this.#outbox.close();
    this.#socket.destroy();
  }

  #closed(): void {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    this.#turn?.cancel();
    this.#outbox.close();
    this.#handler.closed(this.#reason ?? 'closed', this.#isFault);
  }

  /** What has arrived can't be sent back: the peer is read on once the limit would have let it come. */
  #pay(): void {
    if (this.#turn !== undefined || this.#isClosing) return;
    const bytes = this.#unpaid;
    this.#unpaid = 0;
    this.#turn = this.#downloads.ask(bytes, this.#paid);
    if (this.#turn !== undefined) this.#hold('rate', true);
  }

  readonly #paid = (): void => {
    this.#turn = undefined;
    if (this.#unpaid > 0) this.#pay();
    if (this.#turn === undefined) this.#hold('rate', false);
  };

  #hold(hold: Hold, on: boolean): void {
    if (this.#isClosing) return;
    if (on) this.#holds.add(hold);
    else this.#holds.delete(hold);
    if (this.#holds.size > 0) this.#socket.pause();
    else this.#socket.resume();
  }
}

const portOf = (socket: WireSocket, written: (length: number) => void): OutboxPort => ({
  isPaced: () => socket.isPaced === true,
  write: (bytes, taken) => {
    written(bytes.length);
    socket.write(bytes, (error) => {
      if (!error) taken?.();
    });
  },
  cork: () => socket.cork(),
  uncork: () => socket.uncork(),
  end: () => {
    socket.end();
  },
});
