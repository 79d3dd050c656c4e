import { connect, type Socket } from 'node:net';
import {
  concatBytes,
  type EncodableMessage,
  encodeHandshake,
  encodeMessage,
  equalBytes,
  FRAME_HEAD_LENGTH,
  formatAddress,
  type Handshake,
  HandshakeDecoder,
  type PeerAddress,
  toHex,
  WireError,
  type WireSink,
  WireTap,
} from '@seedbed/protocol';
import { formatDuration } from '@seedbed/settings';
import { explainError } from '../explain-error.ts';
import type { WireWatcher } from '../learning/wire-watcher.ts';

/** Why a line is of no use any more; the text is for people. */
export class LineEnded extends Error {
  override readonly name = 'LineEnded';
}

export interface PeerLineOptions {
  readonly address: PeerAddress;
  /** The address to dial from. */
  readonly from: string | undefined;
  /** For the connection, and for the handshake of the other side, ms. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly watcher: WireWatcher;
  /** ms since the command began. */
  readonly clock: () => number;
}

const NOT_TALKING = (): void => {};

const CLOSED = 'closed by the other side';
/** Nobody says why; what it usually is. */
const REFUSES = 'it may not have this torrent, be full, or want encryption';

/**
 * One connection to one peer, watched byte by byte: dialled, then both handshakes, then messages. Every end of it comes to
 * one place; whoever waits for something then hears why.
 */
export class PeerLine {
  readonly #socket: Socket;
  readonly #options: PeerLineOptions;
  #onBytes: (bytes: Uint8Array) => void = NOT_TALKING;
  #onEnd: (reason: string) => void = NOT_TALKING;
  /** What came behind the handshake before anybody listened. */
  #early: Uint8Array = new Uint8Array();
  #ended: string | undefined;

  private constructor(socket: Socket, options: PeerLineOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('data', (bytes: Uint8Array) => this.#receive(bytes));
    socket.on('error', (error) => this.#end(explainError(error).line));
    socket.on('end', () => this.#end(CLOSED));
    socket.on('close', () => this.#end('closed'));
    options.signal.addEventListener('abort', this.#abort);
  }

  /** Dials. @throws LineEnded; the reason of the signal */
  static async dial(options: PeerLineOptions): Promise<PeerLine> {
    const { address, from, timeout, signal } = options;
    signal.throwIfAborted();
    const target = { host: address.ip, port: address.port, noDelay: true };
    const line = new PeerLine(connect({ ...target, ...(from !== undefined && { localAddress: from }) }), options);
    await line.#within(timeout, `no connection within ${formatDuration(timeout)}`, (done) => {
      line.#socket.once('connect', done);
    });
    const { localAddress = '', localPort = 0 } = line.#socket;
    line.#note(`connected to ${formatAddress(address)} from ${formatAddress({ ip: localAddress, port: localPort })}`);
    return line;
  }

  /** Sends our handshake and waits for theirs. @throws LineEnded; the reason of the signal */
  async shakeHands(ours: Omit<Handshake, 'reserved'>): Promise<Handshake> {
    const { watcher, timeout, clock } = this.#options;
    const bytes = encodeHandshake(ours);
    this.#socket.write(bytes);
    watcher.handshake('sent', { ...ours, reserved: new Uint8Array(8) }, bytes, clock());
    const decoder = new HandshakeDecoder();
    let came: Uint8Array = new Uint8Array();
    try {
      await this.#within(timeout, `no handshake within ${formatDuration(timeout)}`, (done) => {
        this.#onBytes = (chunk) => {
          came = concatBytes([came, chunk.subarray(0, FRAME_HEAD_LENGTH - came.length)]);
          const taken = decoder.push(chunk);
          if (decoder.handshake === undefined) return;
          this.#early = chunk.slice(taken);
          this.#socket.pause();
          done();
        };
      });
    } catch (error) {
      if (!(error instanceof LineEnded)) throw error;
      if (came.length > 0) watcher.rubbish(came, error.message, clock());
      else if (error.message === CLOSED) throw new LineEnded(`${CLOSED}: ${REFUSES}`);
      throw error;
    } finally {
      this.#onBytes = NOT_TALKING;
    }
    const { handshake } = decoder;
    if (handshake === undefined) throw new Error('invariant: the handshake was waited for');
    watcher.handshake('received', handshake, encodeHandshake(handshake), clock());
    if (!equalBytes(handshake.infoHash, ours.infoHash)) {
      throw this.#fail(`it answers for another torrent, ${toHex(handshake.infoHash)}`);
    }
    return handshake;
  }

  /** Takes messages until the end of the line. Answers why it ended. */
  talk(pieceCount: number, sink: WireSink): Promise<string> {
    const { watcher, clock } = this.#options;
    const tap = new WireTap({ pieceCount }, sink, (frame) => watcher.message('received', frame, clock()));
    return new Promise((resolve) => {
      this.#onEnd = (reason) => {
        tap.stop();
        resolve(reason);
      };
      this.#onBytes = (bytes) => {
        try {
          tap.push(bytes);
        } catch (error) {
          if (error instanceof WireError) watcher.rubbish(tap.unfinished, error.message, clock());
          throw error;
        }
      };
      if (this.#ended !== undefined) return this.#onEnd(this.#ended);
      this.#receive(this.#early);
      this.#socket.resume();
    });
  }

  send(message: EncodableMessage): void {
    if (this.#ended !== undefined) return;
    const bytes = encodeMessage(message);
    this.#socket.write(bytes);
    const frame = { message, length: bytes.length, head: bytes.subarray(0, FRAME_HEAD_LENGTH) };
    this.#options.watcher.message('sent', frame, this.#options.clock());
  }

  /** Ends the line after what was sent; the first reason counts. */
  close(reason: string): void {
    this.#socket.end();
    this.#end(reason, false);
  }

  #receive(bytes: Uint8Array): void {
    try {
      this.#onBytes(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#end(error.message);
    }
  }

  #fail(reason: string): LineEnded {
    this.#end(reason);
    return new LineEnded(reason);
  }

  readonly #abort = (): void => this.#end('interrupted');

  #end(reason: string, atOnce = true): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#options.signal.removeEventListener('abort', this.#abort);
    this.#onBytes = NOT_TALKING;
    if (atOnce) this.#socket.destroy();
    this.#onEnd(reason);
  }

  /** Waits for something to be done on this line. */
  async #within(timeout: number, late: string, begin: (done: () => void) => void): Promise<void> {
    const { signal } = this.#options;
    const timer = setTimeout(() => this.#end(late), timeout);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#onEnd = (reason) => reject(signal.aborted ? signal.reason : new LineEnded(reason));
        if (this.#ended !== undefined) return this.#onEnd(this.#ended);
        begin(resolve);
      });
    } finally {
      clearTimeout(timer);
      this.#onEnd = NOT_TALKING;
    }
  }

  #note(text: string): void {
    this.#options.watcher.note(text, this.#options.clock());
  }
}
