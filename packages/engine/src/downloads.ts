import { Bitfield, BLOCK_LENGTH } from '@seedbed/protocol';
import { BlockChooser } from './block-chooser.ts';
import type { PeerSession } from './peer-session.ts';
import type { PieceDownload } from './piece-download.ts';
import type { PiecePicker } from './piece-picker.ts';
import { Pieces } from './pieces.ts';
import { Requests } from './requests.ts';
import type { TorrentState } from './torrent-state.ts';

/**
 * A peer that sends a suspect piece alone is given the time that this rate takes (bytes per second) and ten seconds more
 * before another that is idle takes its place.
 */
const PATIENT_RATE = 64 * 1024;
const PATIENCE = 10_000;

/** What is fetched from whom: what happens to peers and pieces, carried over to the states of pieces and the requests. */
export class Downloads {
  readonly #state: TorrentState;
  readonly #pieces: Pieces;
  readonly #requests: Requests;
  readonly #movesPieces: boolean;

  constructor(state: TorrentState, picker: PiecePicker) {
    this.#state = state;
    this.#pieces = new Pieces(state);
    this.#movesPieces = picker.asksFor === 'pieces';
    this.#requests = new Requests(state, this.#pieces, new BlockChooser(state, this.#pieces, picker));
  }

  /** Nothing is asked for: the disk is full. */
  get isPaused(): boolean {
    return this.#requests.isPaused;
  }

  /** Pieces that are being fetched, or hashed. */
  started(): Iterable<PieceDownload> {
    return this.#pieces.downloads();
  }

  /** Connected peers that hold each of the pieces in [from, to). */
  availability(from: number, to: number): number[] {
    let seeds = 0;
    for (const session of this.#state.sessions.values()) if (session.countedAsSeed) seeds++;
    return Array.from({ length: to - from }, (_, index) => seeds + this.#pieces.open.count(from + index));
  }

  /** Connected peers that hold a piece, those left out that were complete when they came. */
  copies(piece: number): number {
    return this.#pieces.open.count(piece);
  }

  /** Whether a block of this peer is worth its bytes. */
  expects(session: PeerSession, piece: number, begin: number, length: number): boolean {
    if (session.closing || !this.#state.geometry.isBlock(piece, begin, length)) return false;
    const block = begin / BLOCK_LENGTH;
    const number = this.#pieces.number(piece, block);
    if (!session.pipeline.has(number) && !session.withdrawn.has(number)) return false;
    const download = this.#pieces.download(piece);
    if (download === undefined || download.isReceived(block)) return false;
    return !download.exclusive || download.owner === session.key;
  }

  /** Whether the peer was asked for a block that is of no worth now. What was taken back may come once all the same. */
  wasAsked(session: PeerSession, piece: number, begin: number, length: number): boolean {
    if (!this.#state.geometry.isBlock(piece, begin, length)) return false;
    const number = this.#pieces.number(piece, begin / BLOCK_LENGTH);
    return session.pipeline.has(number) || session.withdrawn.delete(number);
  }

  /** The peer has told which pieces it holds, all at once. */
  peerHolds(session: PeerSession): void {
    const { bitfield } = session;
    session.countedAsSeed = bitfield.isFull;
    session.wanted = 0;
    for (let piece = 0; piece < bitfield.length; piece++) {
      if (!bitfield.has(piece)) continue;
      if (this.#state.lacks(piece)) session.wanted++;
      if (!session.countedAsSeed) this.#pieces.open.increment(piece);
    }
  }

  /** The peer has one piece more. */
  peerHas(session: PeerSession, piece: number): void {
    this.#pieces.open.increment(piece);
    if (!this.#state.lacks(piece)) return;
    session.wanted++;
    session.foundNew();
  }

  /** The connection is gone, and with it what the peer holds. */
  peerLeft(session: PeerSession): void {
    if (session.countedAsSeed) return;
    for (let piece = 0; piece < session.bitfield.length; piece++) {
      if (session.bitfield.has(piece)) this.#pieces.open.decrement(piece);
    }
  }

  /** Another connection has taken its place: what the peer is about to tell there would count twice. */
  replaced(session: PeerSession): void {
    this.peerLeft(session);
    session.bitfield = new Bitfield(session.bitfield.length);
    session.countedAsSeed = false;
    session.wanted = 0;
  }

  /** The peer choked us: others may be asked for its blocks. Received ones are kept. */
  choked(session: PeerSession, now: number): void {
    this.#requests.withdrawAll(session);
    for (const download of this.#downloadsOf(session)) {
      // Nobody else may send an exclusive piece; it waits for the peer to unchoke us.
      if (!download.exclusive) this.#pieces.setOwner(download, undefined);
    }
    this.fillAll(now);
  }

  /** The connection is ending: what the peer owed us is asked of others. */
  closed(session: PeerSession, now: number): void {
    this.#requests.withdrawAll(session);
    this.#disown(session);
    this.fillAll(now);
  }

  /** The peer owes us blocks and sends none: others are asked, and one request stays with it. */
  snubbed(session: PeerSession, now: number): void {
    session.snubbed = true;
    this.#requests.cancelAll(session, now);
    this.#disown(session);
    this.fillAll(now);
  }

  /**
   * A peer that is idle, because there is nothing else to ask of it, holds some of what this one owes us. Before end game
   * that counts only where pieces are moved to idle peers anyway.
   */
  canDoWithout(session: PeerSession): boolean {
    if (!this.#movesPieces && !this.#pieces.isEndGame) return false;
    return session.pipeline.blocks().some((number) => {
      const download = this.#pieces.download(this.#pieces.at(number).piece);
      return download !== undefined && !download.exclusive && this.#idleHolder(download) !== undefined;
    });
  }

  fill(session: PeerSession, now: number): void {
    this.#requests.fill(session, now);
  }

  fillAll(now: number): void {
    this.#requests.fillAll(now);
  }

  /** Time has passed: what waits for a slow peer may have waited long enough. */
  wake(now: number): void {
    this.#requests.helpOut(now);
    for (const download of [...this.#pieces.downloads()]) {
      if (!download.exclusive || download.isVerifying) continue;
      const patience = PATIENCE + (this.#state.geometry.pieceSize(download.piece) * 1000) / PATIENT_RATE;
      const idle = now - download.startedAt < patience ? undefined : this.#idleHolder(download);
      if (idle === undefined) continue;
      this.#cancelPiece(download, now);
      this.#giveUp(download);
      this.#requests.fill(idle, now);
    }
  }

  /** A block that was expected has arrived; the last one of its piece makes it ready to be verified. */
  receive(session: PeerSession, piece: number, begin: number, length: number, now: number): void {
    this.#requests.arrived(session, this.#pieces.number(piece, begin / BLOCK_LENGTH), length, now);
    if (this.#pieces.download(piece)?.isVerifying === true) this.#state.effect({ type: 'verify', piece });
    this.#requests.fill(session, now);
  }

  /** The hash is right: the piece is there. Answers who sent it. */
  verified(piece: number): PieceDownload {
    this.#checkVerifying(piece);
    const download = this.#pieces.verified(piece);
    for (const session of this.#state.sessions.values()) if (session.bitfield.has(piece)) session.wanted--;
    return download;
  }

  /** The hash is wrong: the piece is open again. Answers who sent it. */
  corrupt(piece: number): PieceDownload {
    this.#checkVerifying(piece);
    const download = this.#pieces.reopen(piece);
    if (download.sources().length > 1) this.#pieces.suspects.add(piece);
    return download;
  }

  /** The piece was right but could not be written: it is open again. */
  lost(piece: number): void {
    this.#checkVerifying(piece);
    this.#pieces.reopen(piece);
  }

  /** The disk is full: everything unfinished is forgotten, and nothing is asked for until `resume`. */
  pause(now: number): void {
    this.#requests.pause(now);
    for (const download of [...this.#pieces.downloads()])
      if (!download.isVerifying) this.#pieces.forget(download.piece);
  }

  /** Nothing is asked for any more. */
  stop(): void {
    this.#requests.stop();
  }

  resume(now: number): void {
    this.#requests.resume(now);
  }

  /** For tests: throws when the parts disagree. */
  checkInvariants(): void {
    this.#pieces.checkInvariants();
    const { sessions, have } = this.#state;
    const counted = [...sessions.values()].filter((session) => !session.countedAsSeed);
    for (let piece = 0; piece < have.length; piece++) {
      const copies = counted.filter((session) => session.bitfield.has(piece)).length;
      if (copies !== this.#pieces.open.count(piece)) throw new Error(`piece ${piece} has ${copies} copies`);
    }
    for (const download of this.#pieces.downloads()) {
      for (let block = 0; block < download.blockCount; block++) {
        const number = this.#pieces.number(download.piece, block);
        for (const key of download.askedOf(block)) {
          if (sessions.get(key)?.pipeline.has(number) !== true)
            throw new Error(`block ${number} waits for ${key} in vain`);
        }
      }
    }
    for (const session of sessions.values()) {
      for (const number of session.pipeline.blocks()) {
        const { piece, block } = this.#pieces.at(number);
        const isAsked = this.#pieces.download(piece)?.askedOf(block).includes(session.key) === true;
        if (!isAsked) throw new Error(`${session.key} is asked for block ${number}, which does not wait for it`);
      }
      const held = Array.from({ length: have.length }, (_, piece) => piece).filter((piece) =>
        session.bitfield.has(piece),
      );
      const wanted = held.filter((piece) => this.#state.lacks(piece)).length;
      if (wanted !== session.wanted)
        throw new Error(`${session.wanted} pieces of ${session.key} are wanted, not ${wanted}`);
    }
  }

  #checkVerifying(piece: number): void {
    if (this.#pieces.download(piece)?.isVerifying === true) return;
    throw new Error(`invariant: a verdict on piece ${piece}, which does not wait for one`);
  }

  #downloadsOf(session: PeerSession): PieceDownload[] {
    return [...this.#pieces.downloads()].filter((download) => download.owner === session.key);
  }

  /** The peer, which is asked for nothing any more, fetches no piece any more. */
  #disown(session: PeerSession): void {
    for (const download of this.#downloadsOf(session)) {
      if (download.exclusive && !download.isVerifying) this.#giveUp(download);
      else this.#pieces.setOwner(download, undefined);
    }
  }

  /** An exclusive piece can't be finished by another peer, so it begins anew. */
  #giveUp({ piece }: PieceDownload): void {
    this.#pieces.suspects.givenUp(piece);
    this.#pieces.forget(piece);
  }

  #cancelPiece({ piece, owner }: PieceDownload, now: number): void {
    const session = owner === undefined ? undefined : this.#state.sessions.get(owner);
    for (const number of session?.pipeline.blocks() ?? []) {
      if (session !== undefined && this.#pieces.at(number).piece === piece) this.#requests.cancel(session, number, now);
    }
  }

  /** A peer that holds the piece and has nothing else to do. */
  #idleHolder({ piece, owner }: PieceDownload): PeerSession | undefined {
    for (const session of this.#state.sessions.values()) {
      const isIdle = !session.peerChoking && !session.closing && !session.snubbed && session.pipeline.size === 0;
      if (isIdle && session.key !== owner && session.bitfield.has(piece)) return session;
    }
    return undefined;
  }
}
