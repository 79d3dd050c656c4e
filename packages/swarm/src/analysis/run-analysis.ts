import type { SwarmEvent } from '@seedbed/events';
import { ByteMatrix } from './byte-matrix.ts';
import { completionBound } from './completion-bound.ts';
import { distribution } from './distribution.ts';
import { fairnessIndex } from './fairness-index.ts';
import { InterestShares } from './interest-shares.ts';
import { PeerNames } from './peer-names.ts';
import { rateClasses } from './rate-classes.ts';
import type { PeerFacts, RunFacts } from './run-facts.ts';
import type { RunFigures } from './run-figures.ts';
import { uplinkUse } from './uplink-use.ts';
import { whyUnbound } from './why-unbound.ts';

/** Reads the events of a run once, in the order of their times, and says what it comes to. */
export class RunAnalysis {
  readonly #facts: RunFacts;
  readonly #peers: ReadonlyMap<string, PeerFacts>;
  readonly #names = new PeerNames();
  readonly #bytes = new ByteMatrix();
  readonly #interest: InterestShares;
  readonly #startedAt = new Map<string, number>();
  readonly #firstByteAt = new Map<string, number>();
  readonly #completedAt = new Map<string, number>();
  readonly #missing: Set<number>;
  #begin: number | undefined;
  #end = 0;
  #wasted = 0;
  #fromSeeds = 0;
  #copiesAtFirstCompletion: number | undefined;
  #copiesWhenAllOut: number | undefined;
  #allOutAt: number | undefined;
  /** What was done to it that theory knows nothing of. */
  #unbound: string | undefined;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    this.#unbound = facts.unbound;
    this.#peers = new Map(facts.peers.map((peer) => [peer.name, peer]));
    this.#interest = new InterestShares(
      (name) => this.#peers.get(name)?.role === 'leech',
      (remote) => this.#names.of(remote),
    );
    const pieces = Math.ceil(facts.length / facts.pieceLength);
    this.#missing = new Set(Array.from({ length: pieces }, (_, piece) => piece));
  }

  apply(event: SwarmEvent): void {
    this.#end = event.t;
    this.#names.apply(event);
    this.#interest.apply(event);
    if (event.type === 'disconnected') this.#toSilent(event);
    // What is done to those who have everything delays nobody.
    if (event.type === 'run-action' && !this.#isDone) this.#unbound ??= whyUnbound(event.action);
    if (this.#peers.get(event.peer)?.role === 'leech') this.#applyOfLeech(event);
  }

  figures(): RunFigures {
    const { peers, length } = this.#facts;
    const begin = this.#begin ?? this.#end;
    const leeches = peers.filter(({ role }) => role === 'leech');
    const times = [...this.#completedAt.values()].map((t) => t - begin);
    const last = this.#isDone && times.length > 0 ? Math.max(...times) : null;
    const bound = completionBound({ ...this.#facts, ...(this.#unbound !== undefined && { unbound: this.#unbound }) });
    const received = leeches.reduce((sum, { name }) => sum + this.#bytes.receivedBy(name), 0);
    return {
      leeches: leeches.length,
      completed: times.length,
      completions: distribution(times),
      firstCompletion: times.length === 0 ? null : Math.min(...times),
      lastCompletion: last,
      bound,
      overBound: last === null || !bound.applies ? null : last / bound.time,
      seedCopies: {
        // What clients of others got is known only when they are gone.
        atFirstCompletion: this.#names.hasSilent ? null : (this.#copiesAtFirstCompletion ?? null),
        whenAllOut: this.#names.hasSilent ? null : (this.#copiesWhenAllOut ?? null),
        atEnd: this.#fromSeeds / length,
      },
      allOutAt: this.#allOutAt === undefined ? null : this.#allOutAt - begin,
      uplinks: uplinkUse(this.#telling, this.#bytes, last ?? this.#end - begin),
      interest: distribution(this.#interest.shares(this.#end)),
      // Who gave how much, and to whom, is not known where some do not say from whom they got it.
      rateClasses: this.#names.hasSilent ? [] : rateClasses(peers, this.#bytes),
      fairness: {
        rates: fairnessIndex(this.#rates()),
        giving: this.#names.hasSilent ? null : fairnessIndex(this.#giving(leeches)),
      },
      waste: received + this.#wasted === 0 ? 0 : this.#wasted / (received + this.#wasted),
      firstByte: distribution([...this.#firstByteAt].map(([name, t]) => t - (this.#startedAt.get(name) ?? t))),
    };
  }

  /** Groups without clients of others: what these give each other nobody tells. */
  get #telling(): PeerFacts[] {
    const silent = new Set(this.#facts.peers.flatMap(({ name, group }) => (this.#names.isSilent(name) ? [group] : [])));
    return this.#facts.peers.filter(({ group }) => !silent.has(group));
  }

  get #isDone(): boolean {
    return this.#facts.peers.every(({ name, role }) => role === 'seed' || this.#completedAt.has(name));
  }

  /** A client of others does not say from whom it got what; ours say what they gave it. */
  #toSilent({ peer, remote, uploaded }: Extract<SwarmEvent, { type: 'disconnected' }>): void {
    const name = this.#names.of(remote);
    if (!this.#names.isSilent(name)) return;
    this.#bytes.add(peer, name, uploaded);
    if (this.#peers.get(peer)?.role === 'seed') this.#fromSeeds += uploaded;
  }

  #applyOfLeech(event: SwarmEvent): void {
    const { t, peer } = event;
    switch (event.type) {
      case 'peer-started':
        this.#begin ??= t;
        this.#startedAt.set(peer, this.#startedAt.get(peer) ?? t);
        return;
      case 'block':
        this.#firstByteAt.set(peer, this.#firstByteAt.get(peer) ?? t);
        return;
      case 'piece':
        return this.#pieceCame(event);
      case 'completed':
        this.#completedAt.set(peer, this.#completedAt.get(peer) ?? t);
        this.#wasted += event.wasted;
        this.#copiesAtFirstCompletion ??= this.#fromSeeds / this.#facts.length;
        return;
    }
  }

  #pieceCame({ t, peer, piece, sources }: Extract<SwarmEvent, { type: 'piece' }>): void {
    this.#firstByteAt.set(peer, this.#firstByteAt.get(peer) ?? t);
    this.#bytes.addSources(peer, sources, (remote) => this.#names.of(remote));
    for (const { remote, bytes } of sources) {
      if (this.#peers.get(this.#names.of(remote))?.role === 'seed') this.#fromSeeds += bytes;
    }
    if (!this.#missing.delete(piece) || this.#missing.size > 0) return;
    this.#allOutAt = t;
    this.#copiesWhenAllOut = this.#fromSeeds / this.#facts.length;
  }

  #rates(): number[] {
    return [...this.#completedAt].map(([name, t]) => this.#facts.length / (t - (this.#startedAt.get(name) ?? t) || 1));
  }

  #giving(leeches: readonly PeerFacts[]): number[] {
    return leeches.map(({ name }) => this.#bytes.sentBy(name) / (this.#bytes.receivedBy(name) || 1));
  }
}
