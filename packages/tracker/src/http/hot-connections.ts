import type { Socket } from 'node:net';
import type { TrackerConfig } from '../tracker-config.ts';
import type { AnswerAnnounce } from './answer-announce.ts';
import { readPlainRequest } from './plain-request.ts';
import { plainResponse } from './plain-response.ts';
import { refuseSlowRequest } from './refuse.ts';
import { MAX_HEAD_BYTES } from './request-head.ts';

type Limits = Pick<TrackerConfig, 'requestTimeout' | 'keepAlive'>;

/** What plain announces get. */
export interface HotAnswers {
  readonly answer: AnswerAnnounce;
  /** Whether they are answered as plainly as they came just now: not while faults are made on purpose. */
  readonly takes: () => boolean;
}

/** What becomes of the connections. */
export interface HotPath extends HotAnswers {
  /** Takes over a connection for good; what it sent so far, the packet, is put back. */
  readonly handOn: (socket: Socket, packet: Buffer) => void;
  /** Is told of each announce that is answered later. */
  readonly asked: (socket: Socket) => void;
  /** Is told of each answer. */
  readonly answered: (socket: Socket) => void;
}

/**
 * Connections that have sent nothing but plain announces so far. Each of those is one packet and one answer that the kernel
 * takes at once, so there is nothing to keep of it but whether a store elsewhere still has to answer; whatever else comes
 * goes to `node:http`, and its connection with it.
 *
 * An announce is mostly a connection of its own. Of what one costs a listener of `node:http` that answers a constant (55 us),
 * a quarter is its parser, its request and response, their events and timers, and two fifths of one on a connection that
 * is kept (14 us): a request that is one line of text needs none of that.
 */
export class HotConnections {
  readonly #path: HotPath;
  readonly #limits: Limits;
  readonly #open = new Set<HotConnection>();
  #closing = false;

  constructor(path: HotPath, limits: Limits) {
    this.#path = path;
    this.#limits = limits;
  }

  accept(socket: Socket): void {
    const connection: HotConnection = new HotConnection(socket, performance.now() + this.#limits.requestTimeout, {
      data: (packet) => this.#read(connection, packet),
      close: () => this.#open.delete(connection),
      end: () => {
        if (!connection.isWaiting) socket.destroySoon();
      },
    });
    this.#open.add(connection);
  }

  /** How often `closeOverdue` has to be called, ms. */
  get checkingInterval(): number {
    return Math.max(50, Math.min(this.#limits.requestTimeout, this.#limits.keepAlive) / 4);
  }

  /** Lets go who sends nothing. One timer for all: one for each connection would cost more than its answer. */
  closeOverdue(): void {
    const now = performance.now();
    for (const connection of this.#open) {
      if (now < connection.deadline) continue;
      // The store does not let it wait for ever.
      if (connection.isWaiting) continue;
      if (connection.served) connection.socket.destroy();
      else refuseSlowRequest(connection.release(), this.#limits.requestTimeout);
    }
  }

  /** Closes what was answered; what is about to ask is answered once. */
  closeIdle(): void {
    this.#closing = true;
    for (const { served, isWaiting, socket } of this.#open) if (served && !isWaiting) socket.destroy();
  }

  closeAll(): void {
    for (const { socket } of this.#open) socket.destroy();
  }

  #read(connection: HotConnection, packet: Buffer): void {
    const { socket } = connection;
    if (connection.isWaiting) {
      // Answers leave in the order of the requests: this one has to wait for the other's.
      socket.pause();
      socket.unshift(packet);
      return;
    }
    const isTaken = packet.length <= MAX_HEAD_BYTES && this.#path.takes();
    const request = isTaken ? readPlainRequest(packet.toString('latin1')) : undefined;
    if (request === undefined) {
      this.#handOn(connection, packet);
      return;
    }
    const { query, keepAlive, forwardedFor } = request;
    const body = this.#path.answer(query, socket.remoteAddress ?? '', forwardedFor);
    if (!(body instanceof Promise)) {
      this.#send(connection, body, keepAlive);
      return;
    }
    connection.isWaiting = true;
    this.#path.asked(socket);
    void body.then((late) => this.#sendLate(connection, late, keepAlive));
  }

  #sendLate(connection: HotConnection, body: Uint8Array, keepAlive: boolean): void {
    connection.isWaiting = false;
    const { socket } = connection;
    const isGone = !this.#open.has(connection);
    if (isGone) return;
    this.#send(connection, body, keepAlive && !socket.readableEnded);
    if (socket.isPaused()) socket.resume();
  }

  #send(connection: HotConnection, body: Uint8Array, mayKeep: boolean): void {
    const { socket } = connection;
    const keepAlive = mayKeep && !this.#closing;
    connection.served = true;
    connection.deadline = performance.now() + this.#limits.keepAlive;
    const room = socket.write(plainResponse(body, keepAlive));
    if (!keepAlive) closeAfter(socket);
    // An answer is a few KiB at most: thousands of them lie unread in the kernel, and more shall not lie here.
    else if (!room) socket.destroy();
    this.#path.answered(socket);
  }

  #handOn(connection: HotConnection, packet: Buffer): void {
    this.#open.delete(connection);
    const socket = connection.release();
    socket.pause();
    socket.unshift(packet);
    this.#path.handOn(socket, packet);
    socket.resume();
  }
}

/** Closing at once saves the system call that would close one half first; who was sent everything needs no more. */
function closeAfter(socket: Socket): void {
  if (socket.writableLength === 0) socket.destroy();
  else socket.destroySoon();
}

interface Listeners {
  readonly data: (packet: Buffer) => void;
  readonly close: () => void;
  readonly end: () => void;
}

class HotConnection {
  readonly socket: Socket;
  /** Time at which it is closed unless something comes, of `performance.now()`. */
  deadline: number;
  /** It got an answer. */
  served = false;
  /** It asked, and its answer comes later. */
  isWaiting = false;
  readonly #listeners: Listeners;

  constructor(socket: Socket, deadline: number, listeners: Listeners) {
    this.socket = socket;
    this.deadline = deadline;
    this.#listeners = listeners;
    socket.on('data', listeners.data);
    socket.on('close', listeners.close);
    socket.on('end', listeners.end);
    socket.on('error', passOver);
  }

  /** The socket without anything of ours. */
  release(): Socket {
    this.#listeners.close();
    return this.socket
      .off('data', this.#listeners.data)
      .off('close', this.#listeners.close)
      .off('end', this.#listeners.end)
      .off('error', passOver);
  }
}

/** A client that is gone is none of our faults; `close` follows. */
function passOver(): void {}
