import { Bitfield, equalBytes, type PeerAddress, printableId, toHex } from '@seedbed/protocol';
import { PeerBook } from './peer-book.ts';
import { PeerSession } from './peer-session.ts';
import type { TorrentInput } from './torrent-input.ts';
import type { TorrentState } from './torrent-state.ts';

type ConnectedInput = Extract<TorrentInput, { type: 'connected' }>;

/** A live peer speaks at least every minute (keep-alive); one that was silent for longer than this is likely dead. */
const SILENCE_OF_THE_DEAD = 70_000;

/** Whether a precedes b, byte by byte. */
function precedes(a: Uint8Array, b: Uint8Array): boolean {
  return toHex(a) < toHex(b);
}

/** Which connections there are, and which are sought. */
export class Connections {
  readonly #state: TorrentState;
  readonly #peerId: Uint8Array;
  readonly #book = new PeerBook();
  readonly #banned = new Set<string>();
  /** Addresses that led to a peer we were connected to already, by the connection that was kept. */
  readonly #aliases = new Map<number, PeerAddress[]>();

  constructor(state: TorrentState, peerId: Uint8Array) {
    this.#state = state;
    this.#peerId = peerId;
  }

  /** Known addresses and connections: how hungry for peers we are. */
  get dialling(): number {
    return this.#book.dialling;
  }

  found(addresses: readonly PeerAddress[], now: number): void {
    this.#book.add(addresses, now);
    this.dial(now);
  }

  /** Dials as many addresses as are due and as there is room for. */
  dial(now: number): void {
    const { maxPeers, maxHalfOpen } = this.#state.options;
    while (this.#book.dialling < maxHalfOpen && this.#state.sessions.size + this.#book.dialling < maxPeers) {
      const address = this.#book.dial(now);
      if (address === undefined) return;
      this.#state.effect({ type: 'dial', address });
    }
  }

  nextDial(): number {
    const full = this.#state.sessions.size + this.#book.dialling >= this.#state.options.maxPeers;
    return full || this.#book.dialling >= this.#state.options.maxHalfOpen
      ? Number.POSITIVE_INFINITY
      : this.#book.nextRetry();
  }

  dialFailed(address: PeerAddress, now: number): void {
    this.#book.failed(address, now);
    this.dial(now);
  }

  /** A connection is open. Answers its session, or `undefined` when it is refused. */
  connected(input: ConnectedInput, now: number): PeerSession | undefined {
    const session = this.#newSession(input, now);
    const remote = session.remote;
    if (equalBytes(input.peerId, this.#peerId)) return this.#refuse(session, 'self');
    if (this.#banned.has(remote)) return this.#refuse(session, 'banned');
    const twin = this.#twinOf(session);
    if (twin !== undefined && !this.#replaces(session, twin, now)) return this.#refuseTwin(session, twin);
    if (twin === undefined && this.#state.sessions.size >= this.#state.options.maxPeers) {
      return this.#refuse(session, 'too-many-connections');
    }
    if (twin !== undefined) this.#state.close(twin, 'duplicate');
    if (input.direction === 'outgoing') this.#book.connected(input.address);
    this.#state.sessions.set(session.key, session);
    this.#state.report('piece', {
      type: 'connected',
      remote,
      address: `${input.address.ip}:${input.address.port}`,
      direction: input.direction,
    });
    return session;
  }

  /** The connection is gone; its addresses may be dialled again. */
  disconnected(session: PeerSession, now: number): void {
    this.#state.sessions.delete(session.key);
    const addresses = [...(this.#aliases.get(session.key) ?? [])];
    this.#aliases.delete(session.key);
    if (session.direction === 'outgoing') addresses.push(session.address);
    for (const address of addresses) this.#book.failed(address, now);
  }

  /** Sends a peer away for good. */
  ban(session: PeerSession): void {
    this.#banned.add(session.remote);
    this.#book.bar(session.address);
    for (const address of this.#aliases.get(session.key) ?? []) this.#book.bar(address);
    this.#state.close(session, 'banned');
  }

  #newSession(input: ConnectedInput, now: number): PeerSession {
    const { key, address, direction, peerId } = { key: input.peer, ...input };
    return new PeerSession({
      key,
      address,
      direction,
      peerId,
      remote: printableId(peerId),
      bitfield: new Bitfield(this.#state.geometry.pieceCount),
      limits: this.#state.options,
      now,
    });
  }

  #refuse(session: PeerSession, reason: 'self' | 'banned' | 'too-many-connections'): undefined {
    if (session.direction === 'outgoing') {
      if (reason === 'too-many-connections') this.#book.failed(session.address, session.lastReceivedAt);
      else this.#book.bar(session.address);
    }
    this.#state.close(session, reason);
    return undefined;
  }

  #refuseTwin(session: PeerSession, kept: PeerSession): undefined {
    if (session.direction === 'outgoing') {
      this.#book.connected(session.address);
      this.#aliases.set(kept.key, [...(this.#aliases.get(kept.key) ?? []), session.address]);
    }
    this.#state.close(session, 'duplicate');
    return undefined;
  }

  #twinOf(session: PeerSession): PeerSession | undefined {
    for (const other of this.#state.sessions.values()) {
      if (!other.closing && equalBytes(other.peerId, session.peerId)) return other;
    }
    return undefined;
  }

  /**
   * Whether a new connection to a peer takes the place of the old one. Both ends must come to the same answer, or none
   * survives: of two that were opened at once, the one opened by the smaller peer id is kept. A peer that dials again in
   * the same direction has lost the old one; so has one that was silent for longer than a live peer is.
   */
  #replaces(session: PeerSession, old: PeerSession, now: number): boolean {
    if (now - old.lastReceivedAt > SILENCE_OF_THE_DEAD) return true;
    if (session.direction === old.direction) return session.address.ip === old.address.ip;
    const openedByUs = session.direction === 'outgoing';
    return precedes(this.#peerId, session.peerId) === openedByUs;
  }
}
