import { BLOCK_LENGTH } from '@seedbed/protocol';
import { copiesFirst } from './copies-first.ts';
import { creditOrder } from './credit-order.ts';
import type { PeerSession } from './peer-session.ts';
import { RateEstimator } from './rate-estimator.ts';
import type { TorrentState } from './torrent-state.ts';
import type { BlockRequest } from './upload-queue.ts';
import type { PieceFacts, UploadTurn } from './upload-turn.ts';

/** Time of the uplink that is handed over ahead of it, ms: enough that it never runs dry while we decide. */
const WRITE_AHEAD = 100;
/** Bytes of an uplink whose rate is known at most; each block written ahead is one that no decision can change any more. */
const MOST_WRITE_AHEAD = 64 * 1024;
/** A peer that takes none of what it was sent for this long has a blocked line, ms, and longer where a block takes long. */
const BLOCKED_AFTER = 300;
const BLOCKED_AFTER_BLOCKS = 4;

/**
 * The uplink, shared out a piece at a time: what was begun for one peer is finished before the next one begins. A peer can
 * pass on whole pieces only, and eight that are half sent serve nobody.
 *
 * Source: the order of pieces is left open by BEP 3; `docs/swarm-efficiency.md` has what it does for a swarm.
 */
export class UploadTurns {
  readonly #state: TorrentState;
  readonly #facts: PieceFacts;
  readonly #timesBegun: Uint32Array;
  /** What has left, while no limit tells us the rate of the uplink. */
  readonly #rate = new RateEstimator(1_000, 10);
  /** Peers of which something is under way: handed over, and not yet gone. */
  readonly #underway = new Set<PeerSession>();
  #turn: UploadTurn | undefined;
  #blocks = 0;
  /** When the next line counts as blocked if nothing moves, ms: what waits for others goes then. */
  nextBlocked: number = Number.POSITIVE_INFINITY;

  /** @param copies connected peers that hold a piece */
  constructor(state: TorrentState, copies: (piece: number) => number) {
    this.#state = state;
    this.#timesBegun = new Uint32Array(state.geometry.pieceCount);
    this.#facts = { begun: (piece) => this.#timesBegun[piece] ?? 0, copies };
  }

  /** A block of the session has left. */
  sent(session: PeerSession, length: number, now: number): void {
    this.#rate.add(length, now);
    session.lastLeftAt = now;
    if (session.handedOver === 0) this.#underway.delete(session);
  }

  /** The connection is gone, and what was under way with it. */
  left(session: PeerSession): void {
    this.#underway.delete(session);
    if (this.#turn?.session === session) this.#turn = undefined;
  }

  /** Hands over what may go now. */
  serve(now: number): void {
    for (let next = this.#next(now); next !== undefined; next = this.#next(now))
      this.#handOver(next.session, next.request, now);
    this.nextBlocked = Number.POSITIVE_INFINITY;
    for (const session of this.#underway) {
      const at = this.#blockedAt(session);
      if (at > now) this.nextBlocked = Math.min(this.nextBlocked, at);
    }
  }

  #next(now: number): { session: PeerSession; request: BlockRequest } | undefined {
    const underway = this.#bytesUnderway(now);
    if (underway + BLOCK_LENGTH > this.#window(now)) return undefined;
    let request = this.#nextOfTurn(now);
    // The next request of this piece may be on its way here: a turn lasts until the uplink has run dry.
    if (request === undefined && this.#turn !== undefined && underway > 0) return undefined;
    if (request === undefined) {
      this.#turn = this.#choose(now);
      request = this.#nextOfTurn(now);
    }
    return this.#turn && request && { session: this.#turn.session, request };
  }

  #nextOfTurn(now: number): BlockRequest | undefined {
    if (this.#turn === undefined) return undefined;
    const { session, piece } = this.#turn;
    if (!session.amChoking && !this.#isBlocked(session, now)) return session.uploads.peekOf(piece);
    this.#turn = undefined;
    return undefined;
  }

  #choose(now: number): UploadTurn | undefined {
    const waiting = [...this.#state.sessions.values()].filter(
      (session) => session.uploads.size > 0 && !this.#isBlocked(session, now),
    );
    const { have, geometry } = this.#state;
    return have.isFull ? copiesFirst(waiting, this.#facts) : creditOrder(waiting, geometry.pieceLength);
  }

  #handOver(session: PeerSession, request: BlockRequest, now: number): void {
    const { piece, length } = request;
    session.uploads.cancel(request);
    if (this.#underway.size === 0) this.#rate.begin(now);
    if (session.handedOver === 0) session.lastLeftAt = now;
    session.handedOver += length;
    session.servedAt = ++this.#blocks;
    this.#underway.add(session);
    this.#count(session, piece, length);
    this.#state.effect({ type: 'send-block', peer: session.key, ...request });
  }

  #count(session: PeerSession, piece: number, length: number): void {
    const before = session.begun.get(piece);
    if (before === undefined) this.#timesBegun[piece] = (this.#timesBegun[piece] ?? 0) + 1;
    const bytes = (before ?? 0) + length;
    if (bytes < this.#state.geometry.pieceSize(piece)) {
      session.begun.set(piece, bytes);
      return;
    }
    session.begun.delete(piece);
    this.#turn = undefined;
  }

  /** What peers with a blocked line hold up is not counted: the uplink is free for others meanwhile. */
  #bytesUnderway(now: number): number {
    let bytes = 0;
    for (const session of this.#underway) if (!this.#isBlocked(session, now)) bytes += session.handedOver;
    return bytes;
  }

  #isBlocked(session: PeerSession, now: number): boolean {
    return session.handedOver > 0 && now >= this.#blockedAt(session);
  }

  /** When its line counts as blocked if it takes nothing more, ms. */
  #blockedAt({ lastLeftAt }: PeerSession): number {
    return lastLeftAt + Math.max(BLOCKED_AFTER, (BLOCKED_AFTER_BLOCKS * BLOCK_LENGTH * 1_000) / this.#state.uplink);
  }

  /** Bytes that may be under way, to all peers together: a block at least. */
  #window(now: number): number {
    const { uplink, options } = this.#state;
    const isKnown = uplink < Number.POSITIVE_INFINITY;
    const ahead = ((isKnown ? uplink : this.#rate.rate(now)) * WRITE_AHEAD) / 1_000;
    if (isKnown) return Math.min(MOST_WRITE_AHEAD, Math.max(BLOCK_LENGTH, ahead));
    return Math.min(options.maxWriteAhead, Math.max(MOST_WRITE_AHEAD, ahead));
  }
}
