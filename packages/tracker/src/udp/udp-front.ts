import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { normalizeIp, type PeerAddress } from '@seedbed/protocol';
import type { Logger } from 'pino';
import type { TrackerCounters } from '../service/tracker-counters.ts';
import type { UdpEndpoint } from './udp-endpoint.ts';

/**
 * Bytes of answers that may wait for the kernel. Each one that is sent at once never waits; this many mean that the way out
 * is blocked, and whoever asks will ask again. Without a bound they would fill the memory.
 */
const MAX_WAITING = 1024 * 1024;

/** Bytes that the kernel may hold for us while the loop is busy: some thousand datagrams. */
const SOCKET_BUFFER = 4 * 1024 * 1024;

/** What the front works with. */
export interface UdpFrontComponents {
  readonly endpoint: Pick<UdpEndpoint, 'answer'>;
  readonly counters: TrackerCounters;
  readonly log: Logger;
}

/** The tracker's socket for datagrams: from where they come, to where their answers go. */
export class UdpFront {
  readonly socket: Socket;
  readonly #components: UdpFrontComponents;
  #closed = false;

  /** A front that listens. Rejects with the error of the system where it can't. */
  static async listen(components: UdpFrontComponents, { ip, port }: PeerAddress): Promise<UdpFront> {
    const socket = createSocket({
      type: ip.includes(':') ? 'udp6' : 'udp4',
      ipv6Only: false,
      // Addresses come from the socket as addresses: there is nothing to be looked up.
      lookup: (address, _, done) => done(null, address, ip.includes(':') ? 6 : 4),
    });
    // With such a lookup the socket may listen before `bind` returns.
    const listening = once(socket, 'listening');
    socket.bind(port, ip);
    await listening;
    return new UdpFront(socket, components);
  }

  /** @param socket one that listens; it belongs to the front from now on. */
  constructor(socket: Socket, components: UdpFrontComponents) {
    this.socket = socket;
    this.#components = components;
    // What the system does not grant it cuts, without an error.
    socket.setRecvBufferSize(SOCKET_BUFFER);
    socket.setSendBufferSize(SOCKET_BUFFER);
    socket.on('message', (datagram, from) => this.#receive(datagram, from));
    socket.on('error', (error) => components.log.error({ err: error }, 'the UDP socket had to go on after an error'));
  }

  get address(): PeerAddress {
    const { address, port } = this.socket.address();
    return { ip: address, port };
  }

  /** Frees the port; what was answered before has been handed to the kernel. */
  async close(): Promise<void> {
    this.#closed = true;
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  /** The tracker may have closed meanwhile. */
  #sendLate(answer: Uint8Array, port: number, address: string): void {
    if (!this.#closed) this.socket.send(answer, port, address);
  }

  #receive(datagram: Uint8Array, { address, port, family }: RemoteInfo): void {
    // Port 0 is nowhere: a datagram that claims to come from there was made up, and none can be sent to it.
    if (port === 0 || this.socket.getSendQueueSize() > MAX_WAITING) {
      this.#components.counters.droppedDatagrams += 1;
      return;
    }
    const answer = this.#components.endpoint.answer(datagram, family === 'IPv4' ? address : plainIp(address));
    if (answer instanceof Promise) void answer.then((late) => this.#sendLate(late, port, address));
    else if (answer !== undefined) this.socket.send(answer, port, address);
  }
}

/** Without the interface that Node appends to link-local addresses, and IPv4 as IPv4. */
function plainIp(address: string): string {
  return normalizeIp(address.replace(/%.*$/, '')) ?? address;
}
