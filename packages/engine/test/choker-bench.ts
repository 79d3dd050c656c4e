import type { ChokeReason, UnchokeReason } from '@seedbed/events';
import type { Choker, ChokerDecision, ChokerOptions, ChokerPeer } from '../src/choker.ts';
import { type ChokerName, chokerPolicies } from '../src/choker-policies.ts';
import { seededRandom } from './seeded-random.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One change. */
export interface ChokerLogEntry {
  readonly at: number;
  readonly key: number;
  readonly unchoke: boolean;
  /** This unchoke is the optimistic one. */
  readonly optimistic: boolean;
}

/** A choker with peers that do as it decides, on a clock that the test moves on. */
export class ChokerBench {
  readonly choker: Choker;
  readonly peers = new Map<number, Mutable<ChokerPeer>>();
  readonly log: ChokerLogEntry[] = [];
  /** Why each peer is in the state it is in, since the last decision. */
  readonly reasons = new Map<number, UnchokeReason | ChokeReason>();
  now = 500;

  constructor(options: Partial<ChokerOptions> = {}, seedValue = 1, policy: ChokerName = 'bep3') {
    this.choker = chokerPolicies[policy].create(
      { uploadSlots: 4, newcomerSlots: 2, chokeInterval: 10_000, optimisticInterval: 30_000, ...options },
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
      idle: false,
      isNewcomer: false,
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

  #apply({ unchoked, whyChoked }: ChokerDecision): void {
    for (const key of unchoked.keys())
      if (!this.peers.has(key)) throw new Error(`decided on peer ${key}, which is gone`);
    this.reasons.clear();
    for (const peer of this.peers.values()) this.reasons.set(peer.key, unchoked.get(peer.key) ?? whyChoked(peer));
    for (const peer of this.peers.values()) {
      const { key } = peer;
      const unchoke = unchoked.has(key);
      if (peer.unchoked === unchoke) continue;
      peer.unchoked = unchoke;
      if (unchoke) peer.unchokedAt = this.now;
      this.log.push({ at: this.now, key, unchoke, optimistic: unchoked.get(key) === 'optimistic' });
    }
  }
}
