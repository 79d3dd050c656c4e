import type { ChokeDecision, Choker, ChokerPeer } from './choker.ts';
import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';

/** Shows the choker its peers, and carries out what it decides. */
export class Choking {
  readonly #state: TorrentState;
  readonly #choker: Choker;

  constructor(state: TorrentState, choker: Choker) {
    this.#state = state;
    this.#choker = choker;
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
    if (now >= this.#choker.nextRound) this.#apply(this.#choker.round(this.#peers(now), now), now);
  }

  /** A peer's interest changed, or a slot became free. */
  betweenRounds(now: number): void {
    this.#apply(this.#choker.betweenRounds(this.#peers(now), now), now);
  }

  #peers(now: number): ChokerPeer[] {
    const complete = this.#state.have.isFull;
    return [...this.#state.sessions.values()]
      .filter((session) => !session.closing)
      .map((session) => ({
        key: session.key,
        interested: session.peerInterested,
        unchoked: !session.amChoking,
        unchokedAt: session.unchokedAt,
        // Who wants nothing of a peer, because it is complete for one, is not snubbed by it.
        snubbed: session.snubbed && session.amInterested,
        // BEP 3: by the rate they send us and, once complete, by the rate they take from us.
        rate: (complete ? session.uploadRate : session.downloadRate).rate(now),
      }));
  }

  #apply(decisions: readonly ChokeDecision[], now: number): void {
    for (const decision of decisions) {
      const session = this.#state.sessions.get(decision.key);
      if (session === undefined) continue;
      if (decision.unchoke) this.#unchoke(session, decision.optimistic, now);
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
    session.uploads.clear();
    this.#state.send(session, { type: 'choke' }, now);
    this.#state.report('piece', { type: 'choke', remote: session.remote, direction: 'sent' });
  }
}
