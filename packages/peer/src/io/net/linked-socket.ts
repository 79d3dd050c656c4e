import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { LinkFlow } from '@seedbed/netem';
import { BLOCK_LENGTH, PIECE_HEADER_LENGTH } from '@seedbed/protocol';
import type { Chunk, LinkDriver } from './link-driver.ts';
import type { WireSocket } from './wire-socket.ts';

/** Bytes that take a turn: a whole `piece` message. */
const CHUNK = PIECE_HEADER_LENGTH + BLOCK_LENGTH;

/** Bytes of a connection that may be on their way in a direction: what Linux lets a connection send ahead (`tcp_wmem`). */
const WINDOW = 4 * 1024 * 1024;

export interface LinkedSocketOptions {
  readonly up: LinkDriver;
  readonly down: LinkDriver;
  /** The other end. */
  readonly ip: string;
  readonly isHeld: boolean;
  /** The downlink has no room. */
  readonly isReadingHeld: boolean;
}

/** Bytes in turns. */
function* chunksOf(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

/**
 * A socket behind a link: what is written passes the uplink before the system gets it, and what the system has passes the
 * downlink before it is told, an end included. While the link is free in a direction, bytes go straight through.
 */
export class LinkedSocket extends EventEmitter implements WireSocket {
  readonly ip: string;
  readonly #socket: Socket;
  readonly #up: LinkDriver;
  readonly #down: LinkDriver;
  readonly #sending: LinkFlow<Chunk>;
  readonly #receiving: LinkFlow<Chunk>;
  /** What has arrived while nobody reads. */
  readonly #arrived: (() => void)[] = [];
  #arrivedBytes = 0;
  #isPaused = false;
  #isReadingHeld = false;
  /** Whether the system's socket is paused by us. */
  #isStopped = false;
  #isGone = false;

  constructor(socket: Socket, { up, down, ip, isHeld, isReadingHeld }: LinkedSocketOptions) {
    super();
    this.ip = ip;
    this.#socket = socket;
    this.#up = up;
    this.#down = down;
    this.#sending = up.open();
    this.#receiving = down.open();
    socket.on('data', (bytes: Uint8Array) => this.#receive(bytes));
    socket.on('end', () => this.#afterwards(() => this.emit('end')));
    socket.on('error', (error) => this.#afterwards(() => this.emit('error', error)));
    socket.on('close', () => this.#afterwards(() => this.#gone()));
    this.#isReadingHeld = isReadingHeld;
    this.hold(isHeld);
  }

  get isPaced(): boolean {
    return !this.#up.isFree(this.#sending);
  }

  get writableLength(): number {
    return this.#socket.writableLength + this.#sending.bytes;
  }

  get readableLength(): number {
    return this.#socket.readableLength + this.#receiving.bytes + this.#arrivedBytes;
  }

  /** @param done the link has taken the bytes from us, so that they can be changed; never called when the connection breaks before */
  write(bytes: Uint8Array, done?: (error?: Error | null) => void): void {
    // Its end is still on the way to whoever writes.
    if (!this.#socket.writable) return;
    if (this.#up.isFree(this.#sending)) {
      this.#up.passed(bytes.length);
      this.#socket.write(bytes, done);
      return;
    }
    for (const chunk of chunksOf(bytes)) {
      const isLast = chunk.byteOffset + chunk.length === bytes.byteOffset + bytes.length;
      this.#up.push(this.#sending, this.#outgoing(chunk, isLast ? done : undefined), chunk.length);
    }
  }

  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  /** Ends the connection after everything that was written. */
  end(): void {
    const end = (): void => {
      this.#socket.end();
    };
    if (this.#up.isFree(this.#sending)) return end();
    this.#up.push(this.#sending, { left: () => {}, arrived: end }, 0);
  }

  /** Ends it at once; what is on its way is lost with it. */
  destroy(error?: Error): void {
    this.#leave();
    this.#socket.destroy(error);
  }

  pause(): void {
    this.#isPaused = true;
    this.#readOrNot();
  }

  resume(): void {
    this.#isPaused = false;
    // As the system does it: nobody expects bytes while asking for them.
    if (this.#arrived.length > 0) process.nextTick(() => this.#tellArrived());
    this.#readOrNot();
  }

  /** Cuts the cable, or mends it: meanwhile nothing moves and nothing is lost. */
  hold(isHeld: boolean): void {
    if (this.#isGone) return;
    this.#up.hold(this.#sending, isHeld);
    this.#down.hold(this.#receiving, isHeld);
    this.#readOrNot();
  }

  /** The downlink has no room. */
  holdReading(isHeld: boolean): void {
    this.#isReadingHeld = isHeld;
    this.#readOrNot();
  }

  #outgoing(bytes: Uint8Array, done: ((error?: Error | null) => void) | undefined): Chunk {
    let chunk = bytes;
    let told = done;
    return {
      left: () => {
        // Its memory may be needed for the next block before this one is there.
        chunk = new Uint8Array(bytes);
        // A line is full of bytes that have left. Where the other end does not take them, or they are too many, they have not.
        if (this.#socket.writableLength > 0 || this.#sending.bytes > WINDOW) return;
        told = undefined;
        done?.();
      },
      arrived: () => {
        // The other end has closed while it was on its way.
        if (!this.#socket.writable) return;
        this.#corkForNow();
        this.#socket.write(chunk, told);
      },
    };
  }

  /** Chunks that arrive together, because the link was served late, are one call of the system. */
  #corkForNow(): void {
    if (this.#socket.writableCorked > 0) return;
    this.#socket.cork();
    process.nextTick(() => this.#socket.uncork());
  }

  #receive(bytes: Uint8Array): void {
    if (this.#isGone) return;
    if (this.#isOpen) {
      this.#down.passed(bytes.length);
      this.emit('data', bytes);
      return;
    }
    // The memory is shared with other sockets.
    for (const chunk of chunksOf(new Uint8Array(bytes))) {
      this.#down.push(this.#receiving, this.#incoming(chunk), chunk.length);
    }
    this.#readOrNot();
  }

  #incoming(bytes: Uint8Array): Chunk {
    return {
      left: () => {},
      arrived: () => {
        this.#arrivedBytes += bytes.length;
        this.#tell(() => {
          this.#arrivedBytes -= bytes.length;
          this.emit('data', bytes);
        });
        this.#readOrNot();
      },
    };
  }

  /** An end travels behind the bytes before it. */
  #afterwards(tell: () => void): void {
    if (this.#isGone || this.#isOpen) return tell();
    this.#down.push(this.#receiving, { left: () => {}, arrived: () => this.#tell(tell) }, 0);
  }

  #tell(tell: () => void): void {
    if (this.#isPaused || this.#arrived.length > 0) this.#arrived.push(tell);
    else tell();
  }

  #tellArrived(): void {
    while (!this.#isPaused) {
      const tell = this.#arrived.shift();
      if (tell === undefined) return;
      tell();
    }
  }

  /** Nothing stands between the system and whoever reads. */
  get #isOpen(): boolean {
    return this.#arrived.length === 0 && this.#down.isFree(this.#receiving);
  }

  #readOrNot(): void {
    const isFull = this.#isReadingHeld || this.#receiving.bytes > WINDOW;
    const isStopped = this.#isPaused || this.#receiving.isHeld || isFull;
    if (isStopped === this.#isStopped) return;
    this.#isStopped = isStopped;
    if (isStopped) this.#socket.pause();
    else this.#socket.resume();
  }

  #gone(): void {
    this.#leave();
    this.emit('close');
  }

  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#up.close(this.#sending);
    this.#down.close(this.#receiving);
    this.#arrived.length = 0;
  }
}
