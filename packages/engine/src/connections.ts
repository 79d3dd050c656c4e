import { Bitfield, compareBytes, equalBytes, formatAddress, type PeerAddress, printableId } from '@seedbed/protocol';
import { PeerBook } from './peer-book.ts';
import { PeerSession } from './peer-session.ts';
import type { PeerKey, TorrentInput } from './torrent-input.ts';
import type { TorrentState } from './torrent-state.ts';

type ConnectedInput = Extract<TorrentInput, { type: 'connected' }>;

/** A live peer speaks at least every minute (keep-alive); one that was silent for longer than this is likely dead. */
const SILENCE_OF_THE_DEAD = 70_000;

/**
 * Share of the places up to which we dial. In a swarm of more peers than anybody has places for, each connection that one
 * dials takes a place of another one: from a half on those that came first are full, of one another, and who comes later
 * finds room only at those that came just before. Pieces then go along a chain of such groups, instead of through a swarm
 * that is well mixed. Below a half there is room everywhere.
 */
const DIALLED_SHARE = 3 / 8;

/** Which connections there are, and which are sought. */
export class Connections {
  readonly #state: TorrentState;
  readonly #peerId: Uint8Array;
  readonly #book: PeerBook;
  readonly #banned = new Set<string>();
  /** The addresses that we dialled and that led to the peer of a connection, the latest first; none of them is dialled while it lasts. */
  readonly #dialled = new Map<PeerKey, readonly PeerAddress[]>();

  constructor(state: TorrentState, peerId: Uint8Array) {
    this.#state = state;
    this.#peerId = peerId;
    this.#book = new PeerBook(state.random);
  }

  found(addresses: readonly PeerAddress[], now: number): void {
    this.#book.add(addresses, now);
    this.dial(now);
  }

  /** Dials as many addresses as are due and as there is room for. */
  dial(now: number): void {
    while (this.#hasRoomForDial) {
      const address = this.#book.dial(now);
      if (address === undefined) return;
      this.#state.effect({ type: 'dial', address });
    }
  }

  /** When the next dial is due, ms; Infinity while there is no room for one. */
  get nextDial(): number {
    return this.#hasRoomForDial ? this.#book.nextRetry() : Number.POSITIVE_INFINITY;
  }

  dialFailed(address: PeerAddress, now: number): void {
    this.#book.failed(address, now);
    this.dial(now);
  }

  /** A connection is open. Answers its session, or `undefined` when it is refused. */
  connected(input: ConnectedInput, now: number): PeerSession | undefined {
    const session = this.#newSession(input, now);
    if (equalBytes(input.peerId, this.#peerId)) return this.#refuse(session, 'self');
    if (this.#banned.has(session.remote)) return this.#refuse(session, 'banned');
    // A dial that began when another tracker counted.
    if (session.direction === 'outgoing' && this.#book.isForgotten(session.address)) {
      return this.#refuse(session, 'switched-tracker');
    }
    const twin = this.#twinOf(session);
    if (twin !== undefined && !this.#replaces(session, twin, now)) return this.#refuseTwin(session, twin, now);
    const isFull = this.#state.sessions.size >= this.#state.options.maxPeers;
    if (twin === undefined && isFull) return this.#refuse(session, 'too-many-connections');
    if (twin !== undefined) this.#follow(twin, session, isFull, now);
    if (session.direction === 'outgoing') this.#ledTo(session, session.address);
    this.#state.sessions.set(session.key, session);
    const { remote, direction } = session;
    this.#state.report('piece', { type: 'connected', remote, address: formatAddress(session.address), direction });
    return session;
  }

  /**
   * Something has come over this connection: where it is to take the place of an older one, it does so now. Answers the
   * one that it has replaced.
   */
  heard(session: PeerSession): PeerSession | undefined {
    if (!session.isUnproven) return undefined;
    session.isUnproven = false;
    const old = this.#twinOf(session);
    if (old !== undefined) this.#replace(old, session);
    return old;
  }

  /** The connection is gone; its addresses may be dialled again, unless its twin lasts or there would be nothing to do. */
  disconnected(session: PeerSession, now: number): void {
    const twin = this.#twinOf(session);
    if (twin !== undefined) {
      if (!session.isUnproven) twin.isUnproven = false;
      return this.#inherit(twin, session);
    }
    const bothComplete = session.bitfield.isFull && this.#state.isSatisfied;
    const wasOfUse = session.downloaded + session.uploaded > 0;
    for (const [place, address] of this.#addressesOf(session).entries()) {
      if (bothComplete) this.#book.bar(address);
      // One address is enough to come back; by the others we would find the same peer.
      else this.#book.failed(address, now, wasOfUse && place === 0);
    }
    this.#dialled.delete(session.key);
    this.dial(now);
  }

  /** Sends a peer away for good, connected or not. @param remote its printable peer id */
  ban(remote: string): void {
    this.#banned.add(remote);
    for (const session of this.#state.sessions.values()) {
      if (session.remote !== remote) continue;
      for (const address of this.#addressesOf(session)) this.#book.bar(address);
      this.#state.close(session, 'banned');
    }
  }

  /** Another tracker counts from now on: only whom it names is to be dialled (BEP 27). */
  forgetAll(): void {
    this.#book.forgetAll();
    this.#dialled.clear();
    for (const session of this.#state.sessions.values()) this.#state.close(session, 'switched-tracker');
  }

  get #hasRoomForDial(): boolean {
    const { maxPeers, maxHalfOpen } = this.#state.options;
    const { dialling } = this.#book;
    return dialling < maxHalfOpen && this.#state.sessions.size + dialling < Math.ceil(maxPeers * DIALLED_SHARE);
  }

  #newSession({ peer, address, direction, peerId }: ConnectedInput, now: number): PeerSession {
    return new PeerSession({
      key: peer,
      address,
      direction,
      peerId,
      remote: printableId(peerId),
      bitfield: new Bitfield(this.#state.geometry.pieceCount),
      limits: this.#state.options,
      have: this.#state.have.count,
      now,
    });
  }

  #refuse(session: PeerSession, reason: 'self' | 'banned' | 'switched-tracker' | 'too-many-connections'): undefined {
    if (session.direction === 'outgoing') {
      const mayComeAgain = reason === 'too-many-connections' || reason === 'switched-tracker';
      if (mayComeAgain) this.#book.failed(session.address, session.lastReceivedAt);
      else this.#book.bar(session.address);
    }
    this.#state.close(session, reason);
    return undefined;
  }

  /** A peer that comes again may have lost the old connection, and what is sent on it shows that: it breaks, or it is alive. */
  #refuseTwin(session: PeerSession, kept: PeerSession, now: number): undefined {
    if (session.direction === 'outgoing') this.#ledTo(kept, session.address);
    this.#state.close(session, 'duplicate');
    this.#doubt(kept, now);
    return undefined;
  }

  #doubt(session: PeerSession, now: number): void {
    this.#state.send(session, { type: 'keep-alive' }, now);
    session.isDoubted = true;
  }

  /**
   * The new connection is to take the place of the old one, when something has come over it. It may be dead: a process
   * that stood still for a while finds dials that were given up meanwhile, and if it left what works for one of those,
   * it would be left with nothing. The old one is doubted too, and spoken to, so that it breaks if it is dead.
   */
  #follow(old: PeerSession, session: PeerSession, isFull: boolean, now: number): void {
    session.isUnproven = old.isUnproven || !isFull;
    if (old.isUnproven || isFull) return this.#replace(old, session);
    this.#doubt(old, now);
  }

  #replace(old: PeerSession, session: PeerSession): void {
    this.#inherit(session, old);
    this.#state.close(old, 'duplicate');
  }

  /** The addresses of a connection that ends lead to the peer of this one. */
  #inherit(session: PeerSession, from: PeerSession): void {
    const addresses = [...this.#addressesOf(session), ...this.#addressesOf(from)];
    if (addresses.length > 0) this.#dialled.set(session.key, addresses);
    this.#dialled.delete(from.key);
  }

  #ledTo(session: PeerSession, address: PeerAddress): void {
    this.#book.connected(address);
    this.#dialled.set(session.key, [address, ...this.#addressesOf(session)]);
  }

  #addressesOf(session: PeerSession): readonly PeerAddress[] {
    return this.#dialled.get(session.key) ?? [];
  }

  /** Another connection to the same peer; the latest, where one is to take the place of another. */
  #twinOf(session: PeerSession): PeerSession | undefined {
    let twin: PeerSession | undefined;
    for (const other of this.#state.sessions.values()) {
      if (other !== session && !other.closing && equalBytes(other.peerId, session.peerId)) twin = other;
    }
    return twin;
  }

  /**
   * Whether a new connection to a peer takes the place of the old one. Both ends must come to the same answer, or none
   * survives. Of two that were opened from both sides the one opened by the smaller peer id is kept. Of two that were
   * opened from the same side the new one is kept: a peer that comes again has lost the old one, if it is that peer and
   * not a stranger in its name. A connection that was silent for longer than a live peer is gives way to any.
   */
  #replaces(session: PeerSession, old: PeerSession, now: number): boolean {
    if (now - old.lastReceivedAt > SILENCE_OF_THE_DEAD) return true;
    const isOutgoing = session.direction === 'outgoing';
    if (session.direction === old.direction) return isOutgoing || session.address.ip === old.address.ip;
    return compareBytes(this.#peerId, session.peerId) < 0 === isOutgoing;
  }
}
