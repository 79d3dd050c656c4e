import { formatAddress, type PeerAddress, type PeerMessage } from '@seedbed/protocol';
import type { VirtualTime } from './virtual-time.ts';

/** One end of a connection: what a peer does with it, and how it is told. */
export interface Endpoint {
  opened(connection: Connection, remote: Endpoint): void;
  received(connection: Connection, message: PeerMessage): void;
  closed(connection: Connection, reason: string): void;
  readonly address: PeerAddress;
  readonly peerId: Uint8Array;
}

/** One end's view of a connection. */
export interface Connection {
  readonly id: number;
  readonly direction: 'outgoing' | 'incoming';
  /** The message has left completely at `departure` (ms) and arrives at the other end a delay later, in order. */
  send(message: PeerMessage, departure: number): void;
  /** The other end is told after the delay, behind what was sent before. */
  close(reason: string): void;
}

/** Peers that can reach each other, with one delay between any two. A connection keeps the order of what is sent. */
export class SimulatedNetwork {
  readonly #time: VirtualTime;
  readonly #delay: number;
  readonly #listening = new Map<string, Endpoint>();
  #connections = 0;

  /** @param delay one way, ms */
  constructor(time: VirtualTime, delay: number) {
    this.#time = time;
    this.#delay = delay;
  }

  listen(endpoint: Endpoint): void {
    this.#listening.set(formatAddress(endpoint.address), endpoint);
  }

  unlisten(endpoint: Endpoint): void {
    this.#listening.delete(formatAddress(endpoint.address));
  }

  /** Both ends are told after one round trip, which stands for TCP's and BEP 3's handshakes. */
  dial(from: Endpoint, address: PeerAddress, failed: (reason: string) => void): void {
    this.#time.at(this.#time.now + 2 * this.#delay, () => {
      const to = this.#listening.get(formatAddress(address));
      if (to === undefined) return failed('connection refused');
      const link = { open: true };
      const outgoing = this.#end('outgoing', link, () => [to, incoming]);
      const incoming = this.#end('incoming', link, () => [from, outgoing]);
      from.opened(outgoing, to);
      to.opened(incoming, from);
    });
  }

  #end(direction: Connection['direction'], link: { open: boolean }, other: () => [Endpoint, Connection]): Connection {
    // What leaves later can't arrive sooner: a message waits behind the block that is still on its way out.
    let clearAt = 0;
    const deliver = (departure: number, act: (endpoint: Endpoint, connection: Connection) => void): void => {
      if (!link.open) return;
      clearAt = Math.max(clearAt, departure);
      const [endpoint, connection] = other();
      this.#time.at(clearAt + this.#delay, () => act(endpoint, connection));
    };
    return {
      id: this.#connections++,
      direction,
      send: (message, departure) =>
        deliver(departure, (endpoint, connection) => endpoint.received(connection, message)),
      close: (reason) => {
        deliver(this.#time.now, (endpoint, connection) => endpoint.closed(connection, reason));
        link.open = false;
      },
    };
  }
}
