import { BLOCK_LENGTH } from '@seedbed/protocol';
import type { PeerSession } from './peer-session.ts';
import { PieceDownload } from './piece-download.ts';
import type { PiecePicker } from './piece-picker.ts';
import { RarityOrder } from './rarity-order.ts';
import type { TorrentState } from './torrent-state.ts';

/**
 * What is fetched from whom. Each piece is in exactly one state:
 *
 * - *there*: set in `have`;
 * - *open*: in `#open`, nobody is asked for any of it;
 * - *started*: in `#started`, see `PieceDownload`; the last block makes it wait for its hash.
 *
 * open -> started when a picker chooses it; started -> there when its hash is right; started -> open when its hash is
 * wrong or the disk fails. Blocks go back to missing when their peer chokes, leaves or is snubbed; the piece stays started.
 */
export class Downloads {
  readonly #state: TorrentState;
  readonly #pick: PiecePicker;
  readonly #open: RarityOrder;
  readonly #started = new Map<number, PieceDownload>();
  /** Pieces that failed with several senders: fetched from one peer alone next time. */
  readonly #suspect = new Set<number>();
  readonly #blocksPerPiece: number;
  #startedBytes = 0;
  #paused = false;

  constructor(state: TorrentState, pick: PiecePicker) {
    this.#state = state;
    this.#pick = pick;
    this.#blocksPerPiece = state.geometry.blockCount(0);
    this.#open = new RarityOrder(state.geometry.pieceCount, state.random);
    for (let piece = 0; piece < state.geometry.pieceCount; piece++) {
      if (!state.have.has(piece)) this.#open.insert(piece);
    }
  }

  /** Copies of a piece among the connected peers, those that were complete from the start left out. */
  availability(piece: number): number {
    return this.#open.count(piece);
  }

  /** Whether a block of this peer is worth its bytes. */
  expects(session: PeerSession, piece: number, begin: number, length: number): boolean {
    if (!this.#state.geometry.isBlock(piece, begin, length)) return false;
    const number = this.#number(piece, begin);
    if (!session.pipeline.has(number) && !session.withdrawn.has(number)) return false;
    const download = this.#started.get(piece);
    return download !== undefined && !download.isReceived(number % this.#blocksPerPiece);
  }

  /** The peer has told which pieces it holds, all at once. */
  peerHolds(session: PeerSession): void {
    const { bitfield } = session;
    session.countedAsSeed = bitfield.isFull;
    session.wanted = 0;
    for (let piece = 0; piece < bitfield.length; piece++) {
      if (!bitfield.has(piece)) continue;
      if (!this.#state.have.has(piece)) session.wanted++;
      if (!session.countedAsSeed) this.#open.increment(piece);
    }
  }

  /** The peer has one piece more. */
  peerHas(session: PeerSession, piece: number): void {
    this.#open.increment(piece);
    if (!this.#state.have.has(piece)) session.wanted++;
  }

  /** The connection is gone: what it owed us is missing again. */
  peerLeft(session: PeerSession, now: number): void {
    this.release(session);
    if (!session.countedAsSeed) {
      for (let piece = 0; piece < session.bitfield.length; piece++) {
        if (session.bitfield.has(piece)) this.#open.decrement(piece);
      }
    }
    this.fillAll(now);
  }

  /** The peer choked us, left or is snubbed: others may be asked for its blocks. Received blocks are kept. */
  release(session: PeerSession): void {
    for (const number of session.pipeline.blocks()) this.#withdraw(session, number);
    for (const download of this.#started.values()) if (download.owner === session.key) this.#orphan(download);
  }

  /** Tops up the requests of every peer that may be asked. */
  fillAll(now: number): void {
    for (const session of this.#state.sessions.values()) this.fill(session, now);
  }

  /** Tops up the requests to one peer. */
  fill(session: PeerSession, now: number): void {
    if (session.peerChoking || !session.amInterested || session.closing || this.#paused) return;
    const depth = session.snubbed ? 1 : session.pipeline.depth(now);
    while (session.pipeline.size < depth) {
      const next = this.#next(session);
      if (next === undefined) return;
      this.#request(session, next.download, next.block, now);
    }
  }

  /** A block that was expected has arrived; the last one of its piece makes it ready to be verified. */
  receive(session: PeerSession, piece: number, begin: number, length: number, now: number): void {
    const download = this.#started.get(piece);
    if (download === undefined) throw new Error(`invariant: block of piece ${piece}, which is not started`);
    const number = this.#number(piece, begin);
    session.pipeline.arrived(number, length, now);
    session.withdrawn.delete(number);
    for (const key of download.receive(number % this.#blocksPerPiece, session.key, session.remote)) {
      const other = this.#state.sessions.get(key);
      if (other === undefined) continue;
      this.#cancel(other, number, now);
      this.fill(other, now);
    }
    if (download.isVerifying) this.#state.effect({ type: 'verify', piece });
  }

  /** The hash is right: the piece is there. Answers who sent it. */
  verified(piece: number): PieceDownload {
    const download = this.#finish(piece);
    this.#state.have.set(piece);
    this.#suspect.delete(piece);
    for (const session of this.#state.sessions.values()) if (session.bitfield.has(piece)) session.wanted--;
    return download;
  }

  /** The hash is wrong: the piece is open again. Answers who sent it. */
  corrupt(piece: number): PieceDownload {
    const download = this.#reopen(piece);
    if (download.sources().length > 1) this.#suspect.add(piece);
    return download;
  }

  /** The piece was right but could not be written: it is open again. */
  lost(piece: number): void {
    this.#reopen(piece);
  }

  /** The disk is full: everything unfinished is forgotten, and nothing is asked for until `resume`. */
  pause(now: number): void {
    this.#paused = true;
    for (const session of this.#state.sessions.values()) this.cancelAll(session, now);
    for (const download of this.#started.values()) if (!download.isVerifying) this.#forget(download);
  }

  resume(now: number): void {
    this.#paused = false;
    this.fillAll(now);
  }

  /** Takes back everything a snubbed peer owes us, and tells it. */
  cancelAll(session: PeerSession, now: number): void {
    for (const number of session.pipeline.blocks()) this.#cancel(session, number, now);
    this.release(session);
  }

  /** For tests: throws when a piece is not in exactly one state. */
  checkInvariants(): void {
    this.#open.checkInvariants();
    for (let piece = 0; piece < this.#state.geometry.pieceCount; piece++) {
      const states = [this.#state.have.has(piece), this.#open.has(piece), this.#started.has(piece)];
      if (states.filter(Boolean).length !== 1) throw new Error(`piece ${piece} is there, open, started: ${states}`);
    }
    for (const download of this.#started.values()) download.checkInvariants();
  }

  /**
   * The block to ask this peer for: first what is started (BEP 3: a whole piece can be passed on, half of one can't),
   * then a new piece, then what another peer is slow with, and at the very end what others are asked for already.
   */
  #next(session: PeerSession): { download: PieceDownload; block: number } | undefined {
    const download =
      this.#findStarted(session, (started) => started.owner === session.key) ??
      this.#adopt(session) ??
      this.#start(session) ??
      this.#findStarted(session, (started) => !started.exclusive);
    const block = download?.nextMissing();
    if (download !== undefined && block !== undefined) return { download, block };
    return this.#endGame(session);
  }

  #findStarted(session: PeerSession, fits: (download: PieceDownload) => boolean): PieceDownload | undefined {
    for (const download of this.#started.values()) {
      if (download.hasMissing && fits(download) && session.bitfield.has(download.piece)) return download;
    }
    return undefined;
  }

  #adopt(session: PeerSession): PieceDownload | undefined {
    const orphan = this.#findStarted(session, (started) => started.owner === undefined);
    if (orphan !== undefined) orphan.owner = session.key;
    return orphan;
  }

  #start(session: PeerSession): PieceDownload | undefined {
    if (this.#startedBytes > 0 && this.#startedBytes >= this.#state.options.maxUnfinishedBytes) return undefined;
    const { have, random } = this.#state;
    // Whatever a peer holds was counted, except what was there from the start of one that was complete then.
    const from = this.#open.placeOf(session.countedAsSeed ? 0 : 1);
    const piece = this.#pick({ open: this.#open, from, have, random }, session.bitfield);
    if (piece === undefined) return undefined;
    const download = new PieceDownload(piece, this.#state.geometry, this.#suspect.has(piece));
    download.owner = session.key;
    this.#open.remove(piece);
    this.#started.set(piece, download);
    this.#startedBytes += this.#state.geometry.pieceSize(piece);
    return download;
  }

  /** BEP 3: when every missing block is asked for, the last ones are asked of everyone, so that one slow peer can't hold up the end. */
  #endGame(session: PeerSession): { download: PieceDownload; block: number } | undefined {
    if (this.#open.size > 0) return undefined;
    let best: { download: PieceDownload; block: number; copies: number } | undefined;
    for (const download of this.#started.values()) {
      if (download.hasMissing && !download.exclusive) return undefined;
      if (download.exclusive || download.isVerifying || !session.bitfield.has(download.piece)) continue;
      for (let block = 0; block < download.blockCount; block++) {
        const asked = download.askedOf(block);
        const copies = asked.length;
        if (copies === 0 || copies >= (best?.copies ?? this.#state.options.endGameCopies)) continue;
        if (!asked.includes(session.key)) best = { download, block, copies };
      }
    }
    return best;
  }

  #request(session: PeerSession, download: PieceDownload, block: number, now: number): void {
    const { piece } = download;
    if (session.pipeline.size === 0) session.lastBlockAt = now;
    download.request(block, session.key);
    session.pipeline.asked(piece * this.#blocksPerPiece + block, now);
    const wire = this.#wire(piece, block);
    this.#state.send(session, { type: 'request', ...wire }, now);
    if (this.#state.tells('block')) this.#state.report('block', { type: 'request', remote: session.remote, ...wire });
  }

  #cancel(session: PeerSession, number: number, now: number): void {
    const piece = Math.floor(number / this.#blocksPerPiece);
    const wire = this.#wire(piece, number % this.#blocksPerPiece);
    this.#withdraw(session, number);
    this.#state.send(session, { type: 'cancel', ...wire }, now);
    if (this.#state.tells('block')) this.#state.report('block', { type: 'cancel', remote: session.remote, ...wire });
  }

  /** The peer is not waited for any more, but its block may still be on the way. */
  #withdraw(session: PeerSession, number: number): void {
    if (!session.pipeline.drop(number)) return;
    const piece = Math.floor(number / this.#blocksPerPiece);
    this.#started.get(piece)?.release(number % this.#blocksPerPiece, session.key);
    session.withdrawn.add(number);
    if (session.withdrawn.size > this.#state.options.maxRequests) {
      for (const oldest of session.withdrawn) {
        session.withdrawn.delete(oldest);
        break;
      }
    }
  }

  /** A piece that one peer alone must send starts anew when that peer is lost: its blame could not be told otherwise. */
  #orphan(download: PieceDownload): void {
    download.owner = undefined;
    if (download.exclusive && !download.isVerifying) this.#forget(download);
  }

  #forget(download: PieceDownload): void {
    this.#reopen(download.piece);
    this.#state.effect({ type: 'forget', piece: download.piece });
  }

  #reopen(piece: number): PieceDownload {
    const download = this.#finish(piece);
    for (const { bytes } of download.sources()) this.#state.wasted += bytes;
    this.#open.insert(piece);
    return download;
  }

  #finish(piece: number): PieceDownload {
    const download = this.#started.get(piece);
    if (download === undefined) throw new Error(`invariant: piece ${piece} is not started`);
    this.#started.delete(piece);
    this.#startedBytes -= this.#state.geometry.pieceSize(piece);
    return download;
  }

  #number(piece: number, begin: number): number {
    return piece * this.#blocksPerPiece + begin / BLOCK_LENGTH;
  }

  #wire(piece: number, block: number): { piece: number; begin: number; length: number } {
    return { piece, begin: block * BLOCK_LENGTH, length: this.#state.geometry.blockLength(piece, block) };
  }
}
