import type { UnchokeReason } from '@seedbed/events';
import { type Choker, type ChokerDecision, type ChokerOptions, type ChokerPeer, ownFault } from './choker.ts';
import type { PeerKey } from './torrent-input.ts';

/**
 * Slots go round in turn among the peers that are interested, whatever their rates: each gets the same time. A seed
 * with it serves slow and fast peers alike.
 *
 * A turn lasts as long as an optimistic unchoke of BEP 3, 30 s: TCP is at its rate for most of it and the peer gets
 * whole pieces, which it can pass on, while a round through everyone stays short. Turns are counted in whole rounds, so
 * that they are equal, and a peer keeps its slot beyond its turn while nobody waits for it. One that loses interest
 * gives its slot up at once. Newcomers stand behind all others: coming again gains nothing.
 */
export class RoundRobinChoker implements Choker {
  readonly ranksBy: Choker['ranksBy'] = 'upload';
  nextRound: number = Number.NEGATIVE_INFINITY;
  readonly #options: ChokerOptions;
  readonly #roundsPerTurn: number;
  /** Everybody: of those without a slot, who has waited longest is first. */
  readonly #queue = new Set<PeerKey>();
  /** Rounds until the turn of those that hold a slot is over. */
  readonly #roundsLeft = new Map<PeerKey, number>();

  constructor(options: ChokerOptions) {
    this.#options = options;
    this.#roundsPerTurn = Math.max(1, Math.round(options.optimisticInterval / options.chokeInterval));
  }

  start(now: number): void {
    this.nextRound = now + this.#options.chokeInterval;
  }

  connected(key: PeerKey): void {
    this.#queue.add(key);
  }

  disconnected(key: PeerKey): void {
    this.#queue.delete(key);
    this.#roundsLeft.delete(key);
  }

  round(peers: readonly ChokerPeer[], now: number): ChokerDecision {
    this.nextRound = now + this.#options.chokeInterval;
    for (const [key, rounds] of this.#roundsLeft) this.#roundsLeft.set(key, rounds - 1);
    const surplus = this.#waiting(peers).length - (this.#options.uploadSlots - this.#roundsLeft.size);
    const over = [...this.#roundsLeft].filter(([, rounds]) => rounds <= 0);
    for (const [key] of over.slice(0, Math.max(0, surplus))) this.#endTurn(key);
    return this.#fill(peers);
  }

  betweenRounds(peers: readonly ChokerPeer[]): ChokerDecision {
    this.#leave(peers);
    return this.#fill(peers);
  }

  #leave(peers: readonly ChokerPeer[]): void {
    for (const peer of peers) if (!peer.interested) this.#endTurn(peer.key);
  }

  #endTurn(key: PeerKey): void {
    if (!this.#roundsLeft.delete(key)) return;
    this.#queue.delete(key);
    this.#queue.add(key);
  }

  /** Who would take a slot, the next one first. */
  #waiting(peers: readonly ChokerPeer[]): PeerKey[] {
    const interested = new Set(peers.filter((peer) => peer.interested).map((peer) => peer.key));
    return [...this.#queue].filter((key) => interested.has(key) && !this.#roundsLeft.has(key));
  }

  #fill(peers: readonly ChokerPeer[]): ChokerDecision {
    const free = Math.max(0, this.#options.uploadSlots - this.#roundsLeft.size);
    for (const key of this.#waiting(peers).slice(0, free)) this.#roundsLeft.set(key, this.#roundsPerTurn);
    return {
      unchoked: new Map<PeerKey, UnchokeReason>([...this.#roundsLeft.keys()].map((key) => [key, 'turn'])),
      whyChoked: (peer) => ownFault(peer) ?? (peer.unchoked ? 'turn-over' : 'waits-its-turn'),
    };
  }
}
