import type { ChokeDecision, Choker, ChokerPeer } from './choker.ts';
import { OptimisticRotation } from './optimistic-rotation.ts';
import type { PeerKey } from './torrent-input.ts';

export interface Bep3ChokerOptions {
  /** Slots, the optimistic one included. */
  readonly uploadSlots: number;
  /** ms */
  readonly chokeInterval: number;
  /** ms */
  readonly optimisticInterval: number;
}

const byRate = (a: ChokerPeer, b: ChokerPeer): number =>
  b.rate - a.rate || Number(b.interested) - Number(a.interested) || a.unchokedAt - b.unchokedAt || a.key - b.key;

/**
 * Tit for tat as BEP 3 describes it: every ten seconds the peers with the best rates are unchoked, as many as fill the
 * slots with interested ones; a faster peer that is not interested is unchoked as well. One slot is optimistic: its
 * peer is chosen whatever its rate and changes every thirty seconds, or a better peer would never be found.
 *
 * An unchoke lasts at least one round, also one given between two rounds, unless the peer leaves or loses interest:
 * TCP needs time to reach its rate, and rapid changes ("fibrillation") would waste it.
 */
export class Bep3Choker implements Choker {
  readonly #options: Bep3ChokerOptions;
  readonly #rotation: OptimisticRotation;
  #optimistic: PeerKey | undefined;
  #optimisticUntil = Number.NEGATIVE_INFINITY;
  nextRound: number = Number.NEGATIVE_INFINITY;

  constructor(options: Bep3ChokerOptions, random: () => number) {
    this.#options = options;
    this.#rotation = new OptimisticRotation(random);
  }

  start(now: number): void {
    this.nextRound = now + this.#options.chokeInterval;
  }

  connected(key: PeerKey): void {
    this.#rotation.add(key);
  }

  disconnected(key: PeerKey): void {
    this.#rotation.remove(key);
    if (this.#optimistic === key) this.#optimistic = undefined;
  }

  round(peers: readonly ChokerPeer[], now: number): readonly ChokeDecision[] {
    this.nextRound = now + this.#options.chokeInterval;
    if (now >= this.#optimisticUntil) this.#optimistic = undefined;
    const unchoked = this.#regular(peers, now);
    this.#keepOptimistic(peers, unchoked);
    if (this.#optimistic !== undefined) unchoked.add(this.#optimistic);
    return this.#changes(peers, unchoked);
  }

  betweenRounds(peers: readonly ChokerPeer[], now: number): readonly ChokeDecision[] {
    const unchoked = new Set(peers.filter((peer) => peer.unchoked).map((peer) => peer.key));
    const active = peers.filter((peer) => peer.unchoked && peer.interested).length;
    if (active > this.#options.uploadSlots) this.#chokeSlowest(peers, unchoked, now);
    if (active < this.#options.uploadSlots) this.#fill(peers, unchoked, this.#options.uploadSlots - active);
    return this.#changes(peers, unchoked);
  }

  /** The peers that hold a slot by their rate, or because theirs is younger than a round. */
  #regular(peers: readonly ChokerPeer[], now: number): Set<PeerKey> {
    const slots = this.#options.uploadSlots - 1;
    const others = peers.filter((peer) => peer.key !== this.#optimistic);
    const young = others.filter((peer) => peer.interested && this.#isYoung(peer, now));
    const unchoked = new Set(young.map((peer) => peer.key));
    let taken = young.length;
    for (const peer of others.filter((peer) => !peer.snubbed && !unchoked.has(peer.key)).sort(byRate)) {
      if (taken >= slots) break;
      if (!peer.interested && peer.rate === 0) continue;
      unchoked.add(peer.key);
      if (peer.interested) taken++;
    }
    return unchoked;
  }

  /** The optimistic peer stays until its time is up or it loses interest; then the rotation names the next. */
  #keepOptimistic(peers: readonly ChokerPeer[], unchoked: ReadonlySet<PeerKey>): void {
    const waiting = new Set(peers.filter((peer) => peer.interested && !unchoked.has(peer.key)).map((peer) => peer.key));
    if (this.#optimistic !== undefined && waiting.has(this.#optimistic)) return;
    const interested = peers.filter((peer) => peer.interested && unchoked.has(peer.key)).length;
    this.#optimistic = undefined;
    if (interested < this.#options.uploadSlots) this.#nextOptimistic((key) => waiting.has(key));
  }

  get #roundBegan(): number {
    return this.nextRound - this.#options.chokeInterval;
  }

  #nextOptimistic(eligible: (key: PeerKey) => boolean): void {
    this.#optimistic = this.#rotation.next(eligible);
    // Counted in whole rounds: a turn that begins between two of them ends with its last round, so that turns are equal.
    if (this.#optimistic !== undefined) this.#optimisticUntil = this.#roundBegan + this.#options.optimisticInterval;
  }

  /** Gives free slots away at once: a peer that must wait for the next round is idle until then. */
  #fill(peers: readonly ChokerPeer[], unchoked: Set<PeerKey>, free: number): void {
    const waiting = peers.filter((peer) => peer.interested && !peer.unchoked);
    if (waiting.length === 0) return;
    const optimist = peers.find((peer) => peer.key === this.#optimistic);
    if (optimist?.interested !== true) this.#nextOptimistic((key) => waiting.some((peer) => peer.key === key));
    const isOptimist = (peer: ChokerPeer): boolean => peer.key === this.#optimistic;
    const ranked = waiting
      .filter((peer) => !peer.snubbed || isOptimist(peer))
      .sort((a, b) => Number(isOptimist(b)) - Number(isOptimist(a)) || byRate(a, b));
    for (const peer of ranked.slice(0, free)) unchoked.add(peer.key);
    // Whoever has lost interest makes room for those who took its slot.
    const idle = peers.filter((peer) => peer.unchoked && !peer.interested).sort(byRate);
    while (unchoked.size > this.#options.uploadSlots && idle.length > 0) unchoked.delete(idle.pop()?.key ?? -1);
  }

  /** BEP 3: when a faster peer becomes interested, the slowest one gets choked. */
  #chokeSlowest(peers: readonly ChokerPeer[], unchoked: Set<PeerKey>, now: number): void {
    const old = peers.filter(
      (peer) => peer.unchoked && peer.interested && peer.key !== this.#optimistic && !this.#isYoung(peer, now),
    );
    const slowest = old.sort(byRate).at(-1);
    if (slowest !== undefined) unchoked.delete(slowest.key);
  }

  #isYoung(peer: ChokerPeer, now: number): boolean {
    return peer.unchoked && now - peer.unchokedAt < this.#options.chokeInterval;
  }

  #changes(peers: readonly ChokerPeer[], unchoked: ReadonlySet<PeerKey>): ChokeDecision[] {
    return peers
      .filter((peer) => peer.unchoked !== unchoked.has(peer.key))
      .map(({ key, unchoked: was }) => ({ key, unchoke: !was, optimistic: !was && key === this.#optimistic }));
  }
}
