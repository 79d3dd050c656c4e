import type { Bitfield, PeerMessage } from '@seedbed/protocol';
import type { Choking } from './choking.ts';
import type { Downloads } from './downloads.ts';
import type { PeerSession } from './peer-session.ts';
import { tellInterest } from './tell-interest.ts';
import { tolerate, weightOf } from './tolerate.ts';
import type { TorrentState } from './torrent-state.ts';
import type { Uploads } from './uploads.ts';

/** What a choke weighs: all that was asked for is taken back, and asked for anew later. */
const WEIGHT_OF_CHOKE = 10;

type PieceMessage = Extract<PeerMessage, { type: 'piece' }>;

/** What a peer tells us, message by message. */
export class PeerMessages {
  readonly #state: TorrentState;
  readonly #downloads: Downloads;
  readonly #uploads: Uploads;
  readonly #choking: Choking;

  constructor(state: TorrentState, parts: { downloads: Downloads; uploads: Uploads; choking: Choking }) {
    this.#state = state;
    this.#downloads = parts.downloads;
    this.#uploads = parts.uploads;
    this.#choking = parts.choking;
  }

  /** @param dropped the payload of this block was thrown away: it was not expected at some time on its way */
  receive(session: PeerSession, message: PeerMessage, dropped: boolean, now: number): void {
    if (session.closing) return;
    session.lastReceivedAt = now;
    const isFirst = !session.hasSpoken;
    session.hasSpoken ||= message.type !== 'keep-alive';
    switch (message.type) {
      case 'keep-alive':
        return this.#useless(session, now);
      case 'choke':
        return this.#choke(session, now);
      case 'unchoke':
        return this.#unchoke(session, now);
      case 'interested':
      case 'not-interested':
        return this.#interest(session, message.type, now);
      case 'have':
        return this.#have(session, message.piece, now);
      case 'bitfield':
        if (this.#state.options.strict && !isFirst) return this.#state.close(session, 'late-bitfield');
        return this.#bitfield(session, message.bitfield, now);
      case 'request':
        return this.#uploads.request(session, message, now);
      case 'cancel':
        return this.#uploads.cancel(session, message, now);
      case 'piece':
        return this.#block(session, message, dropped, now);
      case 'unknown':
        return this.#unknown(session, message.length, now);
    }
  }

  /** BEP 3 says nothing of ids that it does not know. Extensions use them, so they are passed over. */
  #unknown(session: PeerSession, length: number, now: number): void {
    session.unknownMessages++;
    if (this.#state.options.strict) this.#state.close(session, 'unknown-message');
    else this.#useless(session, now, weightOf(length));
  }

  /**
   * BEP 3 has it as the first message only, and in strict mode so have we. aria2 sends one later too, in place of many
   * `have`s, and it is read as those: what a peer has told that it holds it holds.
   */
  #bitfield(session: PeerSession, bitfield: Bitfield, now: number): void {
    session.bitfields++;
    if (session.bitfields > 1) this.#useless(session, now, weightOf(bitfield.bytes.length));
    if (session.closing) return;
    if (session.bitfield.isEmpty) {
      session.bitfield = bitfield;
      this.#downloads.peerHolds(session);
    } else {
      for (let piece = 0; piece < bitfield.length; piece++) {
        if (bitfield.has(piece) && session.bitfield.set(piece)) this.#downloads.peerHas(session, piece);
      }
    }
    this.#holdingsChanged(session, now);
  }

  #choke(session: PeerSession, now: number): void {
    this.#useless(session, now, WEIGHT_OF_CHOKE);
    if (session.peerChoking || session.closing) return;
    session.peerChoking = true;
    this.#state.report('piece', { type: 'choke', remote: session.remote, direction: 'received' });
    this.#downloads.choked(session, now);
  }

  #unchoke(session: PeerSession, now: number): void {
    if (!session.peerChoking) return this.#useless(session, now);
    session.peerChoking = false;
    this.#state.report('piece', { type: 'unchoke', remote: session.remote, direction: 'received' });
    this.#downloads.fill(session, now);
  }

  #interest(session: PeerSession, type: 'interested' | 'not-interested', now: number): void {
    if (session.peerInterested === (type === 'interested')) return this.#useless(session, now);
    session.interestChanges++;
    if (session.interestChanges > this.#reasonsForInterest(session)) this.#useless(session, now);
    if (session.closing) return;
    session.peerInterested = !session.peerInterested;
    this.#state.report('piece', { type, remote: session.remote, direction: 'received' });
    this.#choking.betweenRounds(now);
  }

  #have(session: PeerSession, piece: number, now: number): void {
    if (!this.#state.geometry.isPiece(piece)) return this.#state.close(session, 'bad-index');
    if (!session.bitfield.set(piece)) return this.#useless(session, now);
    session.haves++;
    this.#downloads.peerHas(session, piece);
    this.#holdingsChanged(session, now);
    // Who has its first piece makes room for the next one that has none.
    if (session.bitfield.count === 1 && !session.amChoking && !session.closing) this.#choking.betweenRounds(now);
  }

  #holdingsChanged(session: PeerSession, now: number): void {
    // A peer that is complete has nothing to ask of anybody, and nothing to give to one that has all it wants.
    if (session.bitfield.isFull && this.#state.isSatisfied) return this.#state.close(session, 'both-complete');
    tellInterest(this.#state, session, now);
    this.#downloads.fill(session, now);
  }

  #block(session: PeerSession, message: PieceMessage, dropped: boolean, now: number): void {
    const { piece, begin, length } = message;
    session.downloaded += length;
    this.#state.downloaded += length;
    if (dropped || !this.#downloads.expects(session, piece, begin, length)) {
      this.#state.wasted += length;
      if (!this.#downloads.wasAsked(session, piece, begin, length)) {
        tolerate(this.#state, session, 'unasked-blocks', weightOf(length), now);
      }
      return;
    }
    // Only what we asked for counts as service: anyone could send us rubbish for a slot.
    session.downloadRate.add(length, now);
    session.lastBlockAt = now;
    if (this.#state.tells('block')) {
      this.#state.report('block', { type: 'block', remote: session.remote, piece, begin, length });
    }
    if (session.snubbed) this.#endSnub(session, now);
    this.#downloads.receive(session, piece, begin, length, now);
  }

  /** It sends again: it may be asked for more, and may have a free slot. */
  #endSnub(session: PeerSession, now: number): void {
    session.snubbed = false;
    this.#choking.betweenRounds(now);
  }

  #useless(session: PeerSession, now: number, weight = 1): void {
    tolerate(this.#state, session, 'message-flood', weight, now);
  }

  /** How often its interest may have changed: with each piece that we came to have since it is here, and with each that it came to have. */
  #reasonsForInterest(session: PeerSession): number {
    return 2 * (1 + this.#state.have.count - session.haveAtStart + session.haves);
  }
}
