import type { UnchokeReason } from '@seedbed/events';
import type { Choker, ChokerDecision, ChokerOptions, ChokerPeer } from './choker.ts';
import type { PeerKey } from './torrent-input.ts';

/**
 * Slots beside those of another choker, for peers that hold nothing: each gets its first piece, and makes room for the
 * next. Who has a piece passes it on, so the peers that can give double with each piece; while every peer serves the same
 * few again and again, a crowd that comes at once waits for its first piece for most of the download.
 *
 * There are few of these slots, so that hardly anybody waits in the queue of one peer for what another could send at once.
 * Who is next is drawn: peers that know the same newcomers must not all choose the same one. A newcomer that asks for
 * nothing loses its slot after the time of an optimistic unchoke, to one that has had none for longer.
 */
export class NewcomerSlots implements Choker {
  readonly #choker: Choker;
  readonly #options: ChokerOptions;
  readonly #random: () => number;
  /** Who has one of these slots, and since when, ms. */
  readonly #guests = new Map<PeerKey, number>();

  /**
   * @param choker gives all other slots, and sees no newcomer
   * @param random numbers in [0, 1)
   */
  constructor(choker: Choker, options: ChokerOptions, random: () => number) {
    this.#choker = choker;
    this.#options = options;
    this.#random = random;
  }

  get ranksBy(): Choker['ranksBy'] {
    return this.#choker.ranksBy;
  }

  get nextRound(): number {
    return this.#choker.nextRound;
  }

  start(now: number): void {
    this.#choker.start(now);
  }

  connected(key: PeerKey): void {
    this.#choker.connected(key);
  }

  disconnected(key: PeerKey): void {
    this.#guests.delete(key);
    this.#choker.disconnected(key);
  }

  round(peers: readonly ChokerPeer[], now: number): ChokerDecision {
    return this.#besides(peers, now, (others) => this.#choker.round(others, now));
  }

  betweenRounds(peers: readonly ChokerPeer[], now: number): ChokerDecision {
    return this.#besides(peers, now, (others) => this.#choker.betweenRounds(others, now));
  }

  #besides(
    peers: readonly ChokerPeer[],
    now: number,
    decide: (others: readonly ChokerPeer[]) => ChokerDecision,
  ): ChokerDecision {
    const before = new Set(this.#guests.keys());
    for (const peer of peers) if (!this.#mayStay(peer, now)) this.#guests.delete(peer.key);
    this.#fill(peers, now);
    // One that is no newcomer any more has to earn a slot of the other choker's.
    const others = peers
      .filter(({ isNewcomer }) => !isNewcomer)
      .map((peer) => (before.has(peer.key) ? { ...peer, unchoked: false } : peer));
    const { unchoked, whyChoked } = decide(others);
    const guests = [...this.#guests.keys()].map((key): [PeerKey, UnchokeReason] => [key, 'newcomer']);
    return { unchoked: new Map([...unchoked, ...guests]), whyChoked };
  }

  #mayStay({ key, interested, isNewcomer, idle }: ChokerPeer, now: number): boolean {
    const since = this.#guests.get(key);
    return since !== undefined && interested && isNewcomer && !idle && now < since + this.#options.optimisticInterval;
  }

  #fill(peers: readonly ChokerPeer[], now: number): void {
    const waiting = peers.filter(
      ({ key, interested, isNewcomer }) => interested && isNewcomer && !this.#guests.has(key),
    );
    while (waiting.length > 0 && this.#guests.size < this.#options.newcomerSlots) {
      const longest = Math.min(...waiting.map(({ unchokedAt }) => unchokedAt));
      const first = waiting.filter(({ unchokedAt }) => unchokedAt === longest);
      const drawn = first[Math.floor(this.#random() * first.length)];
      if (drawn === undefined) return;
      this.#guests.set(drawn.key, now);
      waiting.splice(waiting.indexOf(drawn), 1);
    }
  }
}
