import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  type AddressFamily,
  type AnnounceRequest,
  decodeUdpAnswer,
  encodeUdpRequest,
  type PeerAddress,
  type UdpAnswer,
  type UdpRequest,
} from '@seedbed/protocol';
import { requestOf } from './swarm-fixtures.ts';

/** A client with a socket of its own that says and hears what a test wants. */
export class UdpClient implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #server: PeerAddress;
  readonly #family: AddressFamily;
  readonly #heard: Buffer[] = [];
  #wake: () => void = () => {};

  private constructor(socket: Socket, server: PeerAddress, family: AddressFamily) {
    this.#socket = socket;
    this.#server = server;
    this.#family = family;
    socket.on('message', (datagram) => {
      this.#heard.push(datagram);
      this.#wake();
    });
  }

  /** @param from an address of our own to come from. */
  static async open(server: PeerAddress, from: string): Promise<UdpClient> {
    const family = from.includes(':') ? 6 : 4;
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
    socket.bind(0, from);
    await once(socket, 'listening');
    return new UdpClient(socket, server, family);
  }

  send(datagram: Uint8Array): void {
    this.#socket.send(datagram, this.#server.port, this.#server.ip);
  }

  /** The next datagram that came; the test's own limit of time ends a wait for one that does not. */
  async next(): Promise<Buffer> {
    for (;;) {
      const datagram = this.#heard.shift();
      if (datagram !== undefined) return datagram;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async ask(request: UdpRequest): Promise<UdpAnswer> {
    return this.askBytes(encodeUdpRequest(request));
  }

  async askBytes(datagram: Uint8Array): Promise<UdpAnswer> {
    this.send(datagram);
    const decoded = decodeUdpAnswer(await this.next(), this.#family);
    if (!decoded.ok) throw new Error(decoded.failure);
    return decoded.answer;
  }

  /** A connection id. */
  async connect(transactionId = 1): Promise<Uint8Array> {
    const answer = await this.ask({ type: 'connect', transactionId });
    if (answer.type !== 'connect') throw new Error(`connect was answered by ${answer.type}`);
    return answer.connectionId;
  }

  /** Connects and announces as the n-th peer. */
  async announce(n: number, changes: Partial<AnnounceRequest> = {}, urlData = '/announce'): Promise<UdpAnswer> {
    return this.ask({
      type: 'announce',
      connectionId: await this.connect(),
      transactionId: n,
      announce: requestOf(n, changes),
      urlData,
    });
  }

  /** What came and was not asked for; a connect goes after it, so whatever was sent before it has been dealt with. */
  async unasked(): Promise<readonly Buffer[]> {
    this.send(encodeUdpRequest({ type: 'connect', transactionId: 0xfeed }));
    const before: Buffer[] = [];
    for (;;) {
      const datagram = await this.next();
      if (datagram.length === 16 && datagram.readUInt32BE(4) === 0xfeed) return before;
      before.push(datagram);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}
