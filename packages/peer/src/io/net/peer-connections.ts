import type { PeerKey } from '@seedbed/engine';
import type { PeerAddress } from '@seedbed/protocol';
import { Connection, type ConnectionComponents, type ConnectionLimits } from './connection.ts';
import type { PeerFaults } from './peer-faults.ts';
import { type LinkHost, PeerLink } from './peer-link.ts';
import type { GreetedSocket } from './peer-sockets.ts';
import type { WireTrace } from './wire-trace.ts';

export interface PeerConnectionsComponents {
  readonly host: LinkHost;
  readonly limiters: Pick<ConnectionComponents, 'uploads' | 'downloads'>;
  readonly faults: PeerFaults;
}

/** The connections of one torrent. Each has a key, which no other one gets after it. */
export class PeerConnections {
  readonly #components: PeerConnectionsComponents;
  readonly #limits: ConnectionLimits;
  readonly #open = new Map<PeerKey, { readonly connection: Connection; readonly address: PeerAddress }>();
  #lastKey: PeerKey = 0;
  #isHeld = false;

  constructor(components: PeerConnectionsComponents, limits: ConnectionLimits) {
    this.#components = components;
    this.#limits = limits;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Bytes that are held for the peers: not sent yet, or not looked at. */
  get buffered(): number {
    let bytes = 0;
    for (const { connection } of this.#open.values()) bytes += connection.buffered;
    return bytes;
  }

  /** Takes a socket on which both handshakes are in. What came after them is still to be `receive`d. */
  add(
    { socket, address }: GreetedSocket,
    trace?: WireTrace,
  ): { readonly peer: PeerKey; readonly connection: Connection } {
    this.#lastKey++;
    const peer = this.#lastKey;
    const { host, limiters } = this.#components;
    const handler = new PeerLink(peer, host);
    const connection = new Connection({ socket, handler, ...limiters, ...(trace && { trace }) }, this.#limits);
    this.#open.set(peer, { connection, address });
    if (this.#isHeld) connection.holdForDisk(true);
    return { peer, connection };
  }

  get(peer: PeerKey): Connection | undefined {
    return this.#open.get(peer)?.connection;
  }

  /** It has ended. */
  delete(peer: PeerKey): void {
    this.#open.delete(peer);
  }

  /** Ends all of them at once. */
  destroy(reason: string): void {
    for (const { connection } of this.#open.values()) connection.destroy(reason);
  }

  /** Tells the user what a peer did against the protocol. */
  tellFault(peer: PeerKey, fault: string): void {
    const address = this.#open.get(peer)?.address;
    if (address !== undefined) this.#components.faults.tell(address, fault);
  }

  /** Reads nothing more from the peers until the disk has caught up. */
  holdForDisk(hold: boolean): void {
    this.#isHeld = hold;
    for (const { connection } of this.#open.values()) connection.holdForDisk(hold);
  }
}
