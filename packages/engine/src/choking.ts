import type { ChokeDecisions } from '@seedbed/events';
import { chokeTrace } from './choke-trace.ts';
import type { Choker, ChokerDecision, ChokerPeer } from './choker.ts';
import { isIdle } from './is-idle.ts';
import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';

/** How often idle slots are looked for between two rounds, ms. */
const LOOK_INTERVAL = 1_000;

/** Shows the choker its peers, and carries out what it decides. */
export class Choking {
  readonly #state: TorrentState;
  readonly #choker: Choker;
  readonly #givesIdleSlotsAway: boolean;
  #nextLook = Number.NEGATIVE_INFINITY;

  constructor(state: TorrentState, choker: Choker, givesIdleSlotsAway: boolean) {
    this.#state = state;
    this.#choker = choker;
    this.#givesIdleSlotsAway = givesIdleSlotsAway;
  }

  get nextRound(): number {
    return this.#choker.nextRound;
  }

  /** A peer has come; rounds begin with the first one. */
  connected(session: PeerSession, now: number): void {
    if (this.#state.sessions.size === 1) this.#choker.start(now);
    this.#choker.connected(session.key);
  }

  /** A peer is gone, or will be: its slot is free. */
  disconnected(session: PeerSession, now: number): void {
    this.#choker.disconnected(session.key);
    this.betweenRounds(now);
  }

  wake(now: number): void {
    if (now < this.#choker.nextRound) return this.#giveIdleSlotsAway(now);
    const peers = this.#peers(now);
    this.#apply('round', peers, this.#choker.round(peers, now), now);
  }

  /** A peer's interest changed, or a slot became free. */
  betweenRounds(now: number): void {
    const peers = this.#peers(now);
    this.#apply('between-rounds', peers, this.#choker.betweenRounds(peers, now), now);
  }

  #giveIdleSlotsAway(now: number): void {
    if (!this.#givesIdleSlotsAway || now < this.#nextLook) return;
    this.#nextLook = now + LOOK_INTERVAL;
    for (const session of this.#state.sessions.values()) {
      if (isIdle(session, this.#state.uplink, now)) return this.betweenRounds(now);
    }
  }

  #peers(now: number): ChokerPeer[] {
    const { ranksBy } = this.#choker;
    const byUpload = ranksBy === 'upload' || this.#state.isSatisfied;
    return [...this.#state.sessions.values()]
      .filter((session) => !session.closing)
      .map((session) => ({
        key: session.key,
        interested: session.peerInterested,
        unchoked: !session.amChoking,
        unchokedAt: session.unchokedAt,
        // Who wants nothing of a peer, because everything is here for one, is not snubbed by it.
        snubbed: ranksBy === 'exchange' && session.snubbed && session.amInterested,
        idle: this.#givesIdleSlotsAway && isIdle(session, this.#state.uplink, now),
        isNewcomer: session.isNewcomer(this.#state.geometry.pieceLength),
        // BEP 3: by the rate they send us and, once there is nothing left to fetch, by the rate they take from us.
        rate: (byUpload ? session.uploadRate : session.downloadRate).rate(now),
      }));
  }

  #apply(
    occasion: ChokeDecisions['occasion'],
    peers: readonly ChokerPeer[],
    decision: ChokerDecision,
    now: number,
  ): void {
    const { unchoked } = decision;
    const changed = peers.filter((peer) => peer.unchoked !== unchoked.has(peer.key));
    const { sessions, options } = this.#state;
    const isWorthTelling = changed.length > 0 || (occasion === 'round' && peers.length > 0);
    if (options.traceDecisions && isWorthTelling) {
      this.#state.trace(chokeTrace(occasion, peers, decision, sessions));
    }
    for (const { key } of changed) {
      const session = sessions.get(key);
      if (session === undefined) continue;
      if (session.amChoking) this.#unchoke(session, unchoked.get(key) === 'optimistic', now);
      else this.#choke(session, now);
    }
  }

  #unchoke(session: PeerSession, optimistic: boolean, now: number): void {
    session.amChoking = false;
    session.unchokedAt = now;
    this.#state.send(session, { type: 'unchoke' }, now);
    this.#state.report('piece', { type: 'unchoke', remote: session.remote, direction: 'sent', optimistic });
  }

  /** Requests that still wait are dropped (BEP 3); the peer asks again when it is unchoked. */
  #choke(session: PeerSession, now: number): void {
    session.amChoking = true;
    session.chokedAt = now;
    session.uploads.clear();
    this.#state.send(session, { type: 'choke' }, now);
    this.#state.report('piece', { type: 'choke', remote: session.remote, direction: 'sent' });
  }
}
