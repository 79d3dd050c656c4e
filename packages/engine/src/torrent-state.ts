import type { ChokeDecisions, EventLevel, PiecePicked, SwarmEventBody } from '@seedbed/events';
import { Bitfield, type Geometry } from '@seedbed/protocol';
import type { PeerSession } from './peer-session.ts';
import type { CloseReason, OutgoingMessage, TorrentEffect } from './torrent-effect.ts';
import type { PeerKey } from './torrent-input.ts';
import type { TorrentComponents, TorrentOptions } from './torrent-options.ts';

const LEVELS: readonly EventLevel[] = ['peer', 'piece', 'block'];

/**
 * What the parts of one torrent share, with one owner: the torrent. The parts change it only while an input is being
 * handled, and ask for effects here; nothing else leaves the engine.
 */
export class TorrentState {
  readonly geometry: Geometry;
  readonly options: TorrentOptions;
  readonly random: () => number;
  /** Pieces that are verified and on disk. */
  readonly have: Bitfield;
  /** Pieces that are to be there in the end. Read only. */
  readonly wanted: Bitfield;
  /** Bytes of the wanted pieces that are missing. */
  left: number;
  /** Connections, also those that we are ending and whose end was not told yet (`closing`). */
  readonly sessions: Map<PeerKey, PeerSession> = new Map();
  /** Bytes per second that may leave in all; Infinity while there is no limit. */
  uplink: number = Number.POSITIVE_INFINITY;
  /** Payload bytes since the start. */
  downloaded = 0;
  uploaded = 0;
  /** Payload bytes that were received in vain. */
  wasted = 0;
  #level: number;
  #effects: TorrentEffect[] = [];
  #closed: PeerSession[] = [];

  constructor(components: TorrentComponents, options: TorrentOptions) {
    this.geometry = components.geometry;
    this.have = components.have;
    this.wanted = components.wanted ?? Bitfield.full(components.geometry.pieceCount);
    this.left = this.wanted.piecesNotIn(this.have).reduce((sum, piece) => sum + this.geometry.pieceSize(piece), 0);
    this.random = components.random;
    this.options = options;
    this.#level = LEVELS.indexOf(options.eventLevel);
  }

  /** Whether a piece is still to be fetched. */
  lacks(piece: number): boolean {
    return this.wanted.has(piece) && !this.have.has(piece);
  }

  /** Nothing is left to be fetched. Who wanted everything is a seed then; of anybody else `have.isFull` says whether it is. */
  get isSatisfied(): boolean {
    return this.left === 0;
  }

  /**
   * Bytes that are missing to the whole torrent, wanted or not. BEP 3 has announces tell "the number of bytes this peer
   * still has to download"; trackers take 0 for a seed, which nobody is who has chosen some of the files, and give
   * such a peer no seeds. libtorrent and Transmission tell the same.
   */
  get lacking(): number {
    const { geometry, have } = this;
    if (have.isFull) return 0;
    const last = geometry.pieceCount - 1;
    const lastIsShortBy = have.has(last) ? geometry.pieceLength - geometry.pieceSize(last) : 0;
    return geometry.totalLength - (have.count * geometry.pieceLength - lastIsShortBy);
  }

  effect(effect: TorrentEffect): void {
    this.#effects.push(effect);
  }

  takeEffects(): readonly TorrentEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** Nothing is sent to a peer behind the end of its connection. */
  send(session: PeerSession, message: OutgoingMessage, now: number): void {
    if (session.closing) return;
    session.lastSentAt = now;
    this.#effects.push({ type: 'send', peer: session.key, message });
  }

  close(session: PeerSession, reason: CloseReason): void {
    if (session.closing) return;
    session.closing = true;
    this.#effects.push({ type: 'close', peer: session.key, reason });
    this.#closed.push(session);
  }

  /** The sessions that were closed since the last call: what they hold is to be given back. */
  takeClosed(): readonly PeerSession[] {
    const closed = this.#closed;
    if (closed.length > 0) this.#closed = [];
    return closed;
  }

  /** Events above this level are not made from now on. */
  setEventLevel(level: EventLevel): void {
    this.#level = LEVELS.indexOf(level);
  }

  tells(level: EventLevel): boolean {
    return LEVELS.indexOf(level) <= this.#level;
  }

  /** Asked for with the option `traceDecisions` only; what is told costs something to gather. */
  trace(event: ChokeDecisions | PiecePicked): void {
    this.#effects.push({ type: 'report', event });
  }

  report(level: EventLevel, event: SwarmEventBody): void {
    if (this.tells(level)) this.#effects.push({ type: 'report', event });
  }
}
