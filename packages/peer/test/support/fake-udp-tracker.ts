import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import {
  type AddressFamily,
  encodeUdpAnswer,
  equalBytes,
  parseUdpRequest,
  type UdpAnswer,
  type UdpRequest,
} from '@seedbed/protocol';
import { afterEach } from 'vitest';
import { ANSWERING, type Asked, type Behaviour, type FakeTracker } from './fake-tracker.ts';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A socket for datagrams that is closed after the test. */
export const udpSocket = async (ip: string): Promise<Socket> => {
  const socket = createSocket(isIPv6(ip) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => socket.bind(0, ip, resolve));
  let isOpen = true;
  socket.once('close', () => {
    isOpen = false;
  });
  cleanups.push(() => isOpen && socket.close());
  return socket;
};

/** Speaks BEP 15, with one connection id for everybody, and says what it was sent. */
export class FakeUdpTracker implements FakeTracker {
  readonly origin: string;
  readonly asked: Asked[] = [];
  /** The kind of each datagram that came, also of those that were lost. */
  readonly came: UdpRequest['type'][] = [];
  behaviour: Behaviour = ANSWERING;
  connectionId: Uint8Array = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  /** So many of the next datagrams are lost. */
  losses = 0;
  /** Where answers leave from; another socket than the one that was asked is a liar. */
  answersFrom: Socket;
  readonly #family: AddressFamily;

  private constructor(socket: Socket, ip: string) {
    const { port } = socket.address();
    this.#family = isIPv6(ip) ? 6 : 4;
    this.origin = `udp://${this.#family === 6 ? `[${ip}]` : ip}:${port}`;
    this.answersFrom = socket;
    socket.on('message', (datagram, from) => this.#received(datagram, from));
    this.close = () => socket.close();
  }

  readonly close: () => void;

  static async open(ip: string): Promise<FakeUdpTracker> {
    return new FakeUdpTracker(await udpSocket(ip), ip);
  }

  #received(datagram: Uint8Array, from: RemoteInfo): void {
    const parsed = parseUdpRequest(datagram);
    if (!parsed.ok) throw new Error(`a client sent rubbish: ${parsed.failure}`);
    this.came.push(parsed.request.type);
    if (this.losses-- > 0) return;
    const answer = this.#answer(parsed.request, from.address);
    if (answer !== undefined) this.answersFrom.send(answer, from.port, from.address);
  }

  #answer(request: UdpRequest, from: string): Uint8Array | undefined {
    const { transactionId } = request;
    if (request.type === 'connect') return this.#encode({ ...request, connectionId: this.connectionId });
    if (!equalBytes(request.connectionId, this.connectionId)) {
      return this.#encode({ type: 'error', transactionId, message: 'unknown connection id' });
    }
    if (request.type === 'announce') {
      this.asked.push({ from, type: 'announce', announce: request.announce, urlData: request.urlData });
    } else this.asked.push({ from, type: 'scrape', infoHashes: request.infoHashes, urlData: '' });
    const { behaviour } = this;
    switch (behaviour.type) {
      case 'silent':
        return undefined;
      case 'refuse':
        return this.#encode({ type: 'error', transactionId, message: behaviour.text });
      case 'rubbish':
        return this.#encode({ type: 'connect', transactionId, connectionId: this.connectionId });
      case 'answer': {
        if (request.type === 'announce')
          return this.#encode({ type: 'announce', transactionId, answer: behaviour.answer });
        const torrents = request.infoHashes.map(() => behaviour.counts);
        return this.#encode({ type: 'scrape', transactionId, torrents });
      }
    }
  }

  #encode(answer: UdpAnswer): Uint8Array {
    return encodeUdpAnswer(answer, this.#family);
  }
}
