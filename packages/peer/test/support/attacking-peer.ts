import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import {
  type EncodableMessage,
  encodeHandshake,
  encodeMessage,
  HandshakeDecoder,
  MessageDecoder,
  type Metainfo,
  type PeerAddress,
} from '@seedbed/protocol';
import { afterEach } from 'vitest';
import { until } from './until.ts';

const attackers: Socket[] = [];

afterEach(() => {
  for (const socket of attackers.splice(0)) socket.destroy();
});

export interface AttackerOptions {
  /** The address it comes from. */
  readonly from: string;
  /** 20 bytes. Default: random ones. */
  readonly peerId?: Uint8Array;
}

/** A bare socket that dials a daemon and sends whatever a test wants it to. It is gone after the test. */
export class AttackingPeer {
  readonly socket: Socket;
  /** Types of the messages that came, as long as it reads. */
  readonly heard: string[] = [];
  readonly #greeting: Uint8Array;

  private constructor(socket: Socket, torrent: Metainfo, peerId: Uint8Array) {
    this.socket = socket;
    this.#greeting = encodeHandshake({ infoHash: torrent.infoHash, peerId });
    const greeting = new HandshakeDecoder();
    const messages = new MessageDecoder(torrent.geometry, {
      message: ({ type }) => this.heard.push(type),
      blockStart: () => {},
      blockData: () => {},
      blockEnd: () => this.heard.push('piece'),
    });
    socket.on('error', () => {});
    socket.on('data', (bytes: Uint8Array) => {
      const taken = greeting.handshake === undefined ? greeting.push(bytes) : 0;
      messages.push(bytes.subarray(taken));
    });
  }

  /** Connects, and says nothing. */
  static async dial(target: PeerAddress, torrent: Metainfo, options: AttackerOptions): Promise<AttackingPeer> {
    const { from: localAddress, peerId = randomBytes(20) } = options;
    const socket = connect({ host: target.ip, port: target.port, localAddress, noDelay: true });
    attackers.push(socket);
    const peer = new AttackingPeer(socket, torrent, peerId);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return peer;
  }

  /** Connects and shakes hands. */
  static async greet(target: PeerAddress, torrent: Metainfo, options: AttackerOptions): Promise<AttackingPeer> {
    const peer = await AttackingPeer.dial(target, torrent, options);
    await peer.send(peer.#greeting);
    return peer;
  }

  /** Whether the other side has ended the connection. */
  get isClosed(): boolean {
    return this.socket.destroyed || this.socket.readableEnded;
  }

  /** Shakes hands byte by byte; stops when it is sent away. */
  async greetSlowly(): Promise<void> {
    for (const byte of this.#greeting.subarray(0, -1)) {
      if (this.isClosed) return;
      await this.send(Uint8Array.of(byte));
    }
  }

  /** Resolves when the system has taken the bytes, or will take none any more. */
  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.destroyed || !this.socket.writable) return resolve();
      this.socket.once('close', resolve);
      this.socket.write(bytes, () => {
        this.socket.off('close', resolve);
        resolve();
      });
    });
  }

  say(...messages: readonly EncodableMessage[]): Promise<void> {
    return this.send(Buffer.concat(messages.map(encodeMessage)));
  }

  /** Sends the same again and again until it is sent away. Rejects when that does not come. */
  async flood(bytes: Uint8Array): Promise<void> {
    const many = Buffer.concat(Array.from({ length: Math.ceil(16_384 / bytes.length) }, () => bytes));
    // A few hundred times what is borne: a daemon that bears that bears everything.
    for (let round = 0; round < 500; round++) {
      if (this.isClosed) return;
      await this.send(many);
      // The end of the connection is seen between two turns.
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Who does not read sees the end only by what it sends.
    await until(async () => {
      await this.send(bytes);
      return this.isClosed || 'a flood is borne without end';
    });
  }

  hears(type: string): Promise<void> {
    return until(() => this.heard.includes(type) || this.isClosed || `heard only ${this.heard}`);
  }
}
