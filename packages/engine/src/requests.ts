import type { BlockChooser, ChosenBlock } from './block-chooser.ts';
import type { PeerSession } from './peer-session.ts';
import type { Pieces } from './pieces.ts';
import type { TorrentState } from './torrent-state.ts';

/** Blocks of one piece that are asked for at once, whatever the rate: 1 MiB. Of larger pieces the rest follows. */
const MOST_AT_ONCE = 64;

/**
 * A peer is asked for the rest of its piece as far as that comes within this time, ms. What lies with a slow peer for
 * longer is still there when the end comes, and others are asked for it a second time.
 */
const SOON = 8_000;

/** The requests that are on their way: made as deep as each peer's pipeline wants it, and taken back. */
export class Requests {
  readonly #state: TorrentState;
  readonly #pieces: Pieces;
  readonly #chooser: BlockChooser;
  #isPaused = false;

  constructor(state: TorrentState, pieces: Pieces, chooser: BlockChooser) {
    this.#state = state;
    this.#pieces = pieces;
    this.#chooser = chooser;
  }

  /** While paused nothing is asked for. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Nothing more is asked for; what was asked for is left to the end of its connection. */
  stop(): void {
    this.#isPaused = true;
  }

  /** Nothing more is asked for, and what was is taken back. */
  pause(now: number): void {
    this.#isPaused = true;
    for (const session of this.#state.sessions.values()) this.cancelAll(session, now);
  }

  resume(now: number): void {
    this.#isPaused = false;
    this.fillAll(now);
  }

  /** Tops up the requests of every peer that may be asked; those that snub us get what is left. */
  fillAll(now: number): void {
    for (const session of this.#state.sessions.values()) if (!session.snubbed) this.fill(session, now);
    for (const session of this.#state.sessions.values()) if (session.snubbed) this.fill(session, now);
  }

  /** Tops up the requests to one peer. */
  fill(session: PeerSession, now: number): void {
    if (!this.#mayAsk(session)) return;
    const { pipeline } = session;
    // One request stays with a peer that snubs us, so that it can make good.
    const depth = session.snubbed ? 1 : pipeline.depth(now);
    if (pipeline.size >= depth) return;
    const wasEndGame = this.#pieces.isEndGame;
    while (pipeline.size < depth && session.foundNothingAt !== this.#pieces.changes) {
      const chosen = this.#chooser.missing(session, now);
      if (chosen === undefined) session.foundNothingAt = this.#pieces.changes;
      else this.#ask(session, chosen, now);
    }
    if (this.#chooser.wantsPieces && !session.snubbed) this.#askForPieces(session, now);
    if (!this.#pieces.isEndGame) return;
    this.#askCopies(session, depth, now);
    // The last missing block was asked of this peer: from now on those that are idle can help with what is on its way.
    if (!wasEndGame) this.fillAll(now);
  }

  /** What was begun is asked for to the end of the piece; who has nothing else to send gets what waits at another. */
  #askForPieces(session: PeerSession, now: number): void {
    this.#askForRest(session, now);
    const waiting = session.pipeline.size === 0 ? this.#chooser.waitingElsewhere(session, now) : undefined;
    const owner = waiting?.owner === undefined ? undefined : this.#state.sessions.get(waiting.owner);
    if (waiting === undefined || owner === undefined) return;
    for (const number of owner.pipeline.blocks()) {
      if (this.#pieces.at(number).piece === waiting.piece) this.cancel(owner, number, now);
    }
    waiting.movedAt(now);
    this.#pieces.setOwner(waiting, session.key);
    this.#askForRest(session, now);
    this.fill(owner, now);
  }

  #askForRest(session: PeerSession, now: number): void {
    const { pipeline } = session;
    const most = Math.min(MOST_AT_ONCE, this.#state.options.maxRequests, pipeline.within(SOON, now));
    while (pipeline.size < most) {
      const chosen = this.#chooser.ownMissing(session);
      if (chosen === undefined) return;
      this.#ask(session, chosen, now);
    }
  }

  /** Lets peers that are idle help with what others are slow with, where nothing else can be asked for before that comes. */
  helpOut(now: number): void {
    if (this.#chooser.wantsPieces) this.fillAll(now);
    if (!this.#pieces.isStuck) return;
    for (const session of this.#state.sessions.values()) {
      const isIdle = this.#mayAsk(session) && session.pipeline.size === 0 && !session.snubbed;
      if (isIdle) this.#askCopies(session, this.#state.options.minRequests, now);
    }
  }

  /** A block that was expected has come. Whoever else was asked for it is told, and asked for something else. */
  arrived(session: PeerSession, number: number, length: number, now: number): void {
    const { piece, block } = this.#pieces.at(number);
    const download = this.#pieces.download(piece);
    if (download === undefined) throw new Error(`invariant: block of piece ${piece}, which is not started`);
    session.pipeline.arrived(number, length, now);
    session.withdrawn.delete(number);
    for (const key of this.#pieces.receive(download, block, session)) {
      const other = this.#state.sessions.get(key);
      if (other === undefined) throw new Error(`invariant: block asked of connection ${key}, which is gone`);
      this.cancel(other, number, now);
      this.fill(other, now);
    }
  }

  /** The peer dropped what we asked it for, or is gone: others may be asked. Its blocks may still be on the way. */
  withdrawAll(session: PeerSession): void {
    for (const number of session.pipeline.blocks()) this.#withdraw(session, number);
  }

  /** Takes back everything the peer owes us, and tells it. */
  cancelAll(session: PeerSession, now: number): void {
    for (const number of session.pipeline.blocks()) this.cancel(session, number, now);
  }

  cancel(session: PeerSession, number: number, now: number): void {
    this.#withdraw(session, number);
    const block = this.#pieces.wire(number);
    this.#state.send(session, { type: 'cancel', ...block }, now);
    this.#report('cancel', session, block);
  }

  #mayAsk(session: PeerSession): boolean {
    return !session.peerChoking && session.amInterested && !session.closing && !this.#isPaused;
  }

  /** Copies are for peers that would be idle otherwise, so they fill the pipeline to its least depth only. */
  #askCopies(session: PeerSession, depth: number, now: number): void {
    const most = Math.min(depth, this.#state.options.minRequests);
    while (session.pipeline.size < most && session.foundNoCopyAt !== this.#pieces.changes) {
      const chosen = this.#chooser.copy(session);
      if (chosen === undefined) session.foundNoCopyAt = this.#pieces.changes;
      else this.#ask(session, chosen, now);
    }
  }

  #ask(session: PeerSession, { download, block }: ChosenBlock, now: number): void {
    const number = this.#pieces.number(download.piece, block);
    if (session.pipeline.size === 0) session.lastBlockAt = now;
    this.#pieces.request(download, block, session.key);
    session.pipeline.asked(number, now);
    const wire = this.#pieces.wire(number);
    this.#state.send(session, { type: 'request', ...wire }, now);
    this.#report('request', session, wire);
  }

  #withdraw(session: PeerSession, number: number): void {
    if (!session.pipeline.drop(number)) return;
    this.#pieces.release(number, session.key);
    session.withdrawn.add(number);
    if (session.withdrawn.size <= this.#state.options.maxRequests) return;
    for (const oldest of session.withdrawn) {
      session.withdrawn.delete(oldest);
      return;
    }
  }

  #report(type: 'request' | 'cancel', session: PeerSession, block: ReturnType<Pieces['wire']>): void {
    if (this.#state.tells('block')) this.#state.report('block', { type, remote: session.remote, ...block });
  }
}
