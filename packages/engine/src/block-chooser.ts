import type { PeerSession } from './peer-session.ts';
import { PickTrace } from './pick-trace.ts';
import type { PieceDownload } from './piece-download.ts';
import type { PiecePicker } from './piece-picker.ts';
import type { Pieces } from './pieces.ts';
import type { TorrentState } from './torrent-state.ts';

/** How long a piece waits at one peer at least before it is asked of another instead, ms. */
const LEAST_WAIT = 300;

/** After so many moves each one doubles the wait: what waits everywhere must not go to and fro. */
const QUICK_MOVES = 2;

/** A block of a started piece. */
export interface ChosenBlock {
  readonly download: PieceDownload;
  readonly block: number;
}

/**
 * Chooses the block to ask a peer for: first what is started (BEP 3: a whole piece can be passed on, half of one can't),
 * then a new piece, then what another peer is slow with, and at the very end what others are asked for already.
 */
export class BlockChooser {
  readonly #state: TorrentState;
  readonly #pieces: Pieces;
  readonly #picker: PiecePicker;
  readonly #trace: PickTrace;

  constructor(state: TorrentState, pieces: Pieces, picker: PiecePicker) {
    this.#state = state;
    this.#pieces = pieces;
    this.#picker = picker;
    this.#trace = new PickTrace(state);
  }

  /** A block that nobody is asked for, or `undefined`. */
  missing(session: PeerSession, now: number): ChosenBlock | undefined {
    const download =
      this.#own(session) ??
      this.#adopt(session) ??
      this.#start(session, now) ??
      this.#join(session) ??
      (this.#makeRoomFor(session) ? this.#start(session, now) : undefined);
    const block = download?.nextMissing();
    return download === undefined || block === undefined ? undefined : { download, block };
  }

  /** Whether peers are asked for whole pieces. */
  get wantsPieces(): boolean {
    return this.#picker.asksFor === 'pieces';
  }

  /** A block that nobody is asked for, of a piece that this peer fetches already. */
  ownMissing(session: PeerSession): ChosenBlock | undefined {
    const download = this.#own(session);
    const block = download?.nextMissing();
    return download === undefined || block === undefined ? undefined : { download, block };
  }

  /**
   * The piece that waits longest at another peer, whole and untouched, and could be asked of this one instead. A little
   * time is given first: a turn of the other may just begin.
   */
  waitingElsewhere(session: PeerSession, now: number): PieceDownload | undefined {
    let longest: PieceDownload | undefined;
    for (const download of this.#pieces.downloads()) {
      const { piece, owner, exclusive, askedAt, moves } = download;
      if (exclusive || owner === undefined) continue;
      if (now - askedAt < LEAST_WAIT * 2 ** Math.max(0, moves - QUICK_MOVES)) continue;
      if (!session.bitfield.has(piece) || (longest !== undefined && longest.askedAt <= askedAt)) continue;
      if (download.isUntouched) longest = download;
    }
    if (longest !== undefined) this.#trace.picked(session, longest.piece, () => 'moved');
    return longest;
  }

  /** A block that others are asked for already, the one with the fewest copies on the way. */
  copy(session: PeerSession): ChosenBlock | undefined {
    const number = this.#pieces.copies.fewest(
      (number) => session.bitfield.has(this.#pieces.at(number).piece) && !session.pipeline.has(number),
    );
    if (number === undefined) return undefined;
    const { piece, block } = this.#pieces.at(number);
    const download = this.#pieces.download(piece);
    if (download === undefined) return undefined;
    this.#trace.picked(session, piece, () => 'end-game');
    return { download, block };
  }

  #own(session: PeerSession): PieceDownload | undefined {
    for (const download of this.#pieces.incomplete(session.key)) return download;
    return undefined;
  }

  /** A started piece that its peer left, choked us with, or snubs us with. */
  #adopt(session: PeerSession): PieceDownload | undefined {
    for (const download of this.#pieces.incomplete(undefined)) {
      if (!session.bitfield.has(download.piece)) continue;
      // What a snubbing peer is asked for stays free for others.
      if (!session.snubbed) this.#pieces.setOwner(download, session.key);
      this.#trace.picked(session, download.piece, () => 'orphan');
      return download;
    }
    return undefined;
  }

  #start(session: PeerSession, now: number): PieceDownload | undefined {
    if (session.noneOpen || !this.#pieces.hasRoom) return undefined;
    const { open, suspects } = this.#pieces;
    const { have, random } = this.#state;
    // Whatever a peer holds was counted, but for what one holds that was complete when it came.
    const from = open.placeOf(session.countedAsSeed ? 0 : 1);
    const view = { open, from, have, random };
    const piece = this.#picker.pick(view, session.bitfield);
    session.noneOpen = piece === undefined;
    if (piece === undefined) return undefined;
    this.#trace.picked(session, piece, () => this.#picker.reason(view));
    const owner = session.snubbed && !suspects.isExclusive(piece) ? undefined : session.key;
    return this.#pieces.start(piece, owner, now);
  }

  #join(session: PeerSession): PieceDownload | undefined {
    for (const download of this.#pieces.joinable()) {
      if (!session.bitfield.has(download.piece)) continue;
      this.#trace.picked(session, download.piece, () => 'join');
      return download;
    }
    return undefined;
  }

  /**
   * Forgets started pieces that nobody who lets us ask holds, or they could fill the room for good. Answers whether a
   * piece can be started that could not be before.
   */
  #makeRoomFor(session: PeerSession): boolean {
    if (session.noneOpen) return false;
    for (const download of [...this.#pieces.incomplete(undefined)]) {
      if (download.isAskedFor || this.#isWithinReach(download)) continue;
      this.#pieces.forget(download.piece);
      if (this.#pieces.hasRoom) return true;
    }
    return false;
  }

  #isWithinReach({ piece }: PieceDownload): boolean {
    for (const session of this.#state.sessions.values()) {
      if (!session.peerChoking && !session.closing && session.bitfield.has(piece)) return true;
    }
    return false;
  }
}
