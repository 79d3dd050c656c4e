import type { UnchokeReason } from '@seedbed/events';
import { byRate, type Choker, type ChokerDecision, type ChokerOptions, type ChokerPeer, ownFault } from './choker.ts';
import { OptimisticRotation } from './optimistic-rotation.ts';
import type { PeerKey } from './torrent-input.ts';

/** Who makes no use of its slot comes last. */
const byUse = (a: ChokerPeer, b: ChokerPeer): number => Number(a.idle) - Number(b.idle) || byRate(a, b);

/**
 * Tit for tat as BEP 3 describes it: every ten seconds the peers with the best rates are unchoked, as many as fill the
 * slots with interested ones; a faster peer that is not interested is unchoked as well. One slot is optimistic: its
 * peer is chosen whatever its rate and changes every thirty seconds, or a better peer would never be found.
 *
 * An unchoke lasts at least one round, also one given between two rounds, unless the peer leaves or loses interest:
 * TCP needs time to reach its rate, and rapid changes ("fibrillation") would waste it. Nor does it last that long where a
 * peer makes no use of it while another waits, if the policy tells of such (`idle`).
 */
export class Bep3Choker implements Choker {
  readonly ranksBy: Choker['ranksBy'] = 'exchange';
  readonly #options: ChokerOptions;
  readonly #rotation: OptimisticRotation;
  readonly #roundsPerTurn: number;
  #optimistic: PeerKey | undefined;
  /** Rounds after which the optimistic slot goes on to the next peer. */
  #roundsLeft = 0;
  nextRound: number = Number.NEGATIVE_INFINITY;

  constructor(options: ChokerOptions, random: () => number) {
    this.#options = options;
    this.#rotation = new OptimisticRotation(random);
    this.#roundsPerTurn = Math.max(1, Math.round(options.optimisticInterval / options.chokeInterval));
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

  round(peers: readonly ChokerPeer[], now: number): ChokerDecision {
    const before = this.#optimistic;
    this.nextRound = now + this.#options.chokeInterval;
    this.#roundsLeft--;
    if (this.#roundsLeft <= 0) this.#optimistic = undefined;
    const unchoked = this.#regular(peers, now);
    this.#keepOptimistic(peers, unchoked);
    if (this.#optimistic !== undefined) unchoked.set(this.#optimistic, 'optimistic');
    return { unchoked, whyChoked: (peer) => ownFault(peer) ?? (peer.key === before ? 'turn-over' : 'slower') };
  }

  betweenRounds(peers: readonly ChokerPeer[], now: number): ChokerDecision {
    const { uploadSlots } = this.#options;
    const unchoked = new Map<PeerKey, UnchokeReason>();
    for (const peer of peers) if (peer.unchoked) unchoked.set(peer.key, this.#isOptimist(peer) ? 'optimistic' : 'kept');
    this.#chokeUnused(peers, unchoked);
    const active = (): number => peers.filter((peer) => peer.interested && unchoked.has(peer.key)).length;
    if (active() > uploadSlots) this.#chokeSlowest(peers, unchoked, now);
    else this.#fill(peers, unchoked, uploadSlots - active());
    if (active() >= uploadSlots) this.#chokeIdle(peers, unchoked);
    return { unchoked, whyChoked: (peer) => ownFault(peer) ?? (peer.unchoked ? 'slower' : 'no-free-slot') };
  }

  /** The peers that hold a slot by their rate, or because theirs is younger than a round. */
  #regular(peers: readonly ChokerPeer[], now: number): Map<PeerKey, UnchokeReason> {
    const slots = this.#options.uploadSlots - 1;
    const others = peers.filter((peer) => !this.#isOptimist(peer));
    const young = others.filter((peer) => peer.interested && !peer.idle && this.#isYoung(peer, now));
    const unchoked = new Map<PeerKey, UnchokeReason>(young.map((peer) => [peer.key, 'kept-young']));
    let taken = young.length;
    for (const peer of others.filter((peer) => !peer.snubbed && !unchoked.has(peer.key)).sort(byUse)) {
      if (taken >= slots) break;
      if (!peer.interested && peer.rate === 0) continue;
      unchoked.set(peer.key, peer.interested ? 'rate' : 'fast-not-interested');
      if (peer.interested) taken++;
    }
    return unchoked;
  }

  /** The optimistic peer stays until its time is up or it loses interest; then the rotation names the next. */
  #keepOptimistic(peers: readonly ChokerPeer[], unchoked: ReadonlyMap<PeerKey, unknown>): void {
    const choked = peers.filter((peer) => peer.interested && !unchoked.has(peer.key));
    const asking = choked.filter((peer) => !peer.idle);
    const waiting = new Set((asking.length > 0 ? asking : choked).map((peer) => peer.key));
    if (this.#optimistic !== undefined && waiting.has(this.#optimistic)) return;
    const interested = peers.filter((peer) => peer.interested && unchoked.has(peer.key)).length;
    this.#optimistic = undefined;
    if (interested < this.#options.uploadSlots) this.#nextOptimistic((key) => waiting.has(key));
  }

  /** Turns are counted in whole rounds: one that begins between two of them ends with its last, so that turns are equal. */
  #nextOptimistic(eligible: (key: PeerKey) => boolean): void {
    this.#optimistic = this.#rotation.next(eligible);
    this.#roundsLeft = this.#roundsPerTurn;
  }

  /** Gives free slots away at once: a peer that must wait for the next round is idle until then. */
  #fill(peers: readonly ChokerPeer[], unchoked: Map<PeerKey, UnchokeReason>, free: number): void {
    const waiting = peers.filter((peer) => peer.interested && !peer.unchoked);
    if (free === 0 || waiting.length === 0) return;
    const optimist = peers.find((peer) => peer.key === this.#optimistic);
    if (optimist?.interested !== true || optimist.idle)
      this.#nextOptimistic((key) => waiting.some((peer) => peer.key === key));
    const ranked = waiting
      .filter((peer) => !peer.snubbed || this.#isOptimist(peer))
      .sort((a, b) => Number(this.#isOptimist(b)) - Number(this.#isOptimist(a)) || byRate(a, b));
    for (const peer of ranked.slice(0, free)) {
      unchoked.set(peer.key, this.#isOptimist(peer) ? 'optimistic' : 'free-slot');
    }
  }

  /**
   * All slots are taken: whoever has lost interest can't keep one for later. Those that are faster than the slowest in a
   * slot stay, as in a round.
   */
  #chokeIdle(peers: readonly ChokerPeer[], unchoked: Map<PeerKey, UnchokeReason>): void {
    const slowest = peers
      .filter((peer) => peer.interested && unchoked.has(peer.key) && !this.#isOptimist(peer))
      .reduce((least, peer) => Math.min(least, peer.rate), Number.POSITIVE_INFINITY);
    for (const peer of peers) if (!peer.interested && peer.rate <= slowest) unchoked.delete(peer.key);
  }

  /** As many slots that are of no use to their peers as others wait for. */
  #chokeUnused(peers: readonly ChokerPeer[], unchoked: Map<PeerKey, UnchokeReason>): void {
    const taken = peers.filter((peer) => peer.interested && peer.unchoked).length;
    const waiting = peers.filter((peer) => peer.interested && !peer.unchoked && !peer.snubbed).length;
    const wanted = Math.max(0, waiting - Math.max(0, this.#options.uploadSlots - taken));
    for (const peer of peers.filter(({ idle }) => idle).slice(0, wanted)) unchoked.delete(peer.key);
  }

  /** BEP 3: when a faster peer becomes interested, the slowest one gets choked. */
  #chokeSlowest(peers: readonly ChokerPeer[], unchoked: Map<PeerKey, UnchokeReason>, now: number): void {
    const old = peers.filter(
      (peer) => peer.unchoked && peer.interested && !this.#isOptimist(peer) && !this.#isYoung(peer, now),
    );
    const slowest = old.sort(byRate).at(-1);
    if (slowest !== undefined) unchoked.delete(slowest.key);
  }

  #isYoung(peer: ChokerPeer, now: number): boolean {
    // The same sum as in `round`: a difference of times could come out a little less than the interval.
    return peer.unchoked && peer.unchokedAt + this.#options.chokeInterval > now;
  }

  #isOptimist(peer: ChokerPeer): boolean {
    return peer.key === this.#optimistic;
  }
}
