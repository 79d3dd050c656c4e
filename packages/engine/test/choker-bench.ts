import { Bep3Choker, type Bep3ChokerOptions } from '../src/bep3-choker.ts';
import type { ChokeDecision, ChokerPeer } from '../src/choker.ts';
import { seededRandom } from './seeded-random.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface ChokerLogEntry extends ChokeDecision {
  readonly at: number;
}

/** A choker with peers that do as it decides, on a clock that the test moves on. */
export class ChokerBench {
  readonly choker: Bep3Choker;
  readonly peers = new Map<number, Mutable<ChokerPeer>>();
  readonly log: ChokerLogEntry[] = [];
  now = 500;

  constructor(options: Partial<Bep3ChokerOptions> = {}, seedValue = 1) {
    this.choker = new Bep3Choker(
      { uploadSlots: 4, chokeInterval: 10_000, optimisticInterval: 30_000, ...options },
      seededRandom(seedValue),
    );
    this.choker.start(this.now);
  }

  connect(key: number, facts: Partial<ChokerPeer> = {}): void {
    const stranger = {
      interested: false,
      unchoked: false,
      unchokedAt: Number.NEGATIVE_INFINITY,
      snubbed: false,
      rate: 0,
    };
    this.peers.set(key, { key, ...stranger, ...facts });
    this.choker.connected(key);
    if (facts.interested === true) this.#apply(this.choker.betweenRounds([...this.peers.values()], this.now));
  }

  disconnect(key: number): void {
    this.peers.delete(key);
    this.choker.disconnected(key);
    this.#apply(this.choker.betweenRounds([...this.peers.values()], this.now));
  }

  /** Changes what is known of a peer; interest and good will are told at once, as the torrent does. */
  set(key: number, facts: Partial<ChokerPeer>): void {
    const peer = this.peers.get(key);
    if (peer === undefined) throw new Error(`no peer ${key}`);
    Object.assign(peer, facts);
    if (facts.interested !== undefined || facts.snubbed === false)
      this.#apply(this.choker.betweenRounds([...this.peers.values()], this.now));
  }

  /** Lets time pass to `now`, with every round that is due on the way. */
  runTo(now: number): void {
    while (this.choker.nextRound <= now) {
      this.now = this.choker.nextRound;
      this.#apply(this.choker.round([...this.peers.values()], this.now));
    }
    this.now = now;
  }

  /** Keys of the unchoked, in order. */
  get unchoked(): number[] {
    return [...this.peers.values()].filter((peer) => peer.unchoked).map((peer) => peer.key);
  }

  /** Keys of those that were unchoked optimistically, in order of time. */
  get optimists(): number[] {
    return this.log.filter((entry) => entry.unchoke && entry.optimistic).map((entry) => entry.key);
  }

  #apply(decisions: readonly ChokeDecision[]): void {
    for (const decision of decisions) {
      const peer = this.peers.get(decision.key);
      if (peer === undefined) throw new Error(`decided on peer ${decision.key}, which is not there`);
      if (peer.unchoked === decision.unchoke) throw new Error(`peer ${decision.key} is that already`);
      peer.unchoked = decision.unchoke;
      if (decision.unchoke) peer.unchokedAt = this.now;
      this.log.push({ at: this.now, ...decision });
    }
  }
}
