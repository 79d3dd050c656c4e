import type { HashKey } from './half-sip-state.ts';
import { infoHashKey, infoHashOf } from './info-hash-key.ts';
import { insist } from './insist.ts';
import type { PeerSequence } from './peer-sequence.ts';
import type {
  PeerKey,
  PeerStore,
  StoreAnnounce,
  StoreAnswer,
  StoreTotals,
  SwarmCounts,
  SwarmSummary,
} from './peer-store.ts';
import type { PeerTable } from './peer-table.ts';
import { PeerTables } from './peer-tables.ts';
import { type StoreVisitor, StoreWalk } from './store-walk.ts';
import type { StoredPeer, StoredSwarm } from './stored.ts';
import { FAMILIES, type Family, Swarm } from './swarm.ts';
import { type SwarmPlace, swarmWindows } from './swarm-windows.ts';
import { sweepSwarm } from './sweep-swarm.ts';

/** Limits of a `MemoryStore`. */
export interface MemoryStoreOptions {
  /** Peers of all swarms together. About 60 bytes each are used when they are there; room is reserved at the start. */
  readonly maxPeers: number;
  readonly maxTorrents: number;
  /** Two random numbers of 32 bits, so that strangers can't aim at one place of the index. Changes no answer. */
  readonly hashKey?: HashKey;
}

/** What of an announce changes the store. */
type StoreChange = Omit<StoreAnnounce, 'infoHash' | 'numwant' | 'withIds'>;

/**
 * All swarms in the memory of this process.
 *
 * Time: a peer has a time until which it is valid, and no timer. Each announce and each scrape takes out what is over in its own
 * swarm, and each announce looks at one more swarm in turn, so that swarms nobody asks for go too. An answer never holds a
 * peer that is over, whether it was taken out already or not.
 *
 * When it is full: peers that are known go on as before. A new peer (or any peer of a new swarm) is answered, not stored, and the
 * answer says so. Nobody is pushed out, or whoever sends the most announces would choose who stays.
 *
 * A swarm without peers goes at once; if somebody completed in it, `downloaded` is kept until its last peer would be over.
 */
export class MemoryStore implements PeerStore {
  readonly #maxPeers: number;
  readonly #maxTorrents: number;
  /** By the keys of their info hashes. */
  readonly #swarms = new Map<string, Swarm>();
  readonly #tables: PeerTables;
  #round: Iterator<string> = this.#swarms.keys();
  #revision = 0;

  constructor({ maxPeers, maxTorrents, hashKey = [0, 0] }: MemoryStoreOptions) {
    this.#maxPeers = maxPeers;
    this.#maxTorrents = maxTorrents;
    this.#tables = new PeerTables({ maxPeers, maxSequences: maxTorrents, hashKey });
  }

  announce(announce: StoreAnnounce, now: number, random: () => number): StoreAnswer {
    this.sweep(now, 1);
    const key = infoHashKey(announce.infoHash);
    const swarm = this.#look(key, wholeSeconds(now)) ?? new Swarm();
    const place = this.#find(swarm, announce);
    const { ipv4, ipv6 } = swarmWindows(this.#tables, swarm, place, announce, wholeSeconds(now), random);
    const full = this.#change(key, swarm, place, announce);
    const { complete, incomplete, downloaded } = swarm.counts;
    return { complete, incomplete, downloaded, ipv4, ipv6, full };
  }

  scrape(infoHash: Uint8Array, now: number): SwarmCounts | undefined {
    return this.#look(infoHashKey(infoHash), wholeSeconds(now))?.counts;
  }

  *swarms(): Generator<SwarmSummary> {
    for (const [key, swarm] of this.#swarms) yield { infoHash: infoHashOf(key), ...swarm.counts };
  }

  totals(): StoreTotals {
    const { count, leeches } = this.#tables;
    return { torrents: this.#swarms.size, seeds: count - leeches, leeches };
  }

  sweep(now: number, swarms: number): void {
    const seconds = wholeSeconds(now);
    for (let left = Math.min(swarms, this.#swarms.size); left > 0; left -= 1) {
      let next = this.#round.next();
      if (next.done === true) {
        this.#round = this.#swarms.keys();
        next = this.#round.next();
      }
      if (next.done === true) return;
      this.#look(next.value, seconds);
    }
  }

  forget(infoHash: Uint8Array, peers: number): boolean {
    const key = infoHashKey(infoHash);
    const swarm = this.#swarms.get(key);
    if (swarm === undefined) return true;
    let left = peers;
    for (const family of FAMILIES) {
      const sequence = swarm[family];
      for (; sequence !== undefined && sequence.count > 0 && left > 0; left -= 1) {
        this.#tables.of(family).remove(sequence, sequence.count - 1);
      }
    }
    this.#revision += 1;
    if (swarm.size > 0) return false;
    this.#swarms.delete(key);
    return true;
  }

  /** Another number whenever a peer was stored or taken out by an announce. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Begins to go through all peers. There is one walk at a time; `endWalk` ends it.
   *
   * @param visitor is told of each; also between the steps of the walk.
   */
  walk(visitor: StoreVisitor): StoreWalk {
    const walk = new StoreWalk(this.#swarms, this.#tables, visitor);
    this.#tables.onArrival = (sequence, position) => walk.arrived(sequence, position);
    return walk;
  }

  endWalk(): void {
    this.#tables.onArrival = undefined;
  }

  /** Puts a swarm back as it was told by a walk, its peers later. `now` in whole seconds. */
  restoreSwarm({ infoHash, downloaded, forgetAt }: StoredSwarm, now: number): void {
    const key = infoHashKey(infoHash);
    if (downloaded === 0 || forgetAt <= now || this.#swarms.size >= this.#maxTorrents) return;
    const swarm = this.#swarms.get(key) ?? new Swarm();
    this.#swarms.set(key, swarm);
    swarm.downloaded = downloaded;
    swarm.expect(forgetAt);
  }

  /** Puts a peer back; answers whether there was room for it. */
  restorePeer(peer: StoredPeer): boolean {
    const key = infoHashKey(peer.infoHash);
    const swarm = this.#swarms.get(key) ?? new Swarm();
    const { downloaded } = swarm;
    const full = this.#change(key, swarm, this.#find(swarm, peer), { ...peer, change: 'store' });
    // That it completed was counted when it did.
    swarm.downloaded = downloaded;
    return full === undefined;
  }

  /** Throws unless everything holds that this class and `PeerTable` promise. For tests: it looks at every peer. */
  checkInvariants(): void {
    const swarms = [...this.#swarms.values()];
    this.#tables.checkInvariants(swarms);
    insist(this.#tables.count <= this.#maxPeers, 'there are no more peers than allowed');
    insist(swarms.length <= this.#maxTorrents, 'there are no more swarms than allowed');
    for (const swarm of swarms) insist(swarm.size > 0 || swarm.downloaded > 0, 'a swarm has something to tell');
  }

  #find(swarm: Swarm, peer: PeerKey): SwarmPlace {
    const own: Family = peer.address.length === 6 ? 'ipv4' : 'ipv6';
    const sequence = swarm[own];
    return {
      own,
      position: sequence === undefined || sequence.count === 0 ? -1 : this.#tables.of(own).find(sequence, peer),
    };
  }

  #change(key: string, swarm: Swarm, { own, position }: SwarmPlace, announce: StoreChange): StoreAnswer['full'] {
    if (announce.change === 'none') return undefined;
    this.#revision += 1;
    const known = position !== -1;
    if (announce.change === 'remove') {
      if (known) this.#tables.of(own).remove(swarm.sequence(own), position);
      if (known && isOver(swarm, 0)) this.#swarms.delete(key);
      return undefined;
    }
    if (!known) {
      const full = this.#fullFor(key);
      if (full !== undefined) return full;
      this.#swarms.set(key, swarm);
    }
    this.#store(this.#tables.of(own), swarm, swarm.sequence(own), position, announce);
    return undefined;
  }

  #fullFor(key: string): StoreAnswer['full'] {
    if (this.#swarms.size >= this.#maxTorrents && !this.#swarms.has(key)) return 'torrents';
    return this.#tables.count >= this.#maxPeers ? 'peers' : undefined;
  }

  #store(table: PeerTable, swarm: Swarm, sequence: PeerSequence, position: number, announce: StoreChange): void {
    const known = position !== -1;
    const counted = known && table.columns.completed(sequence.slot(position));
    if (announce.completed && !counted) swarm.downloaded += 1;
    const validUntil = Math.ceil(announce.validUntil / 1_000);
    const record = { validUntil, completed: announce.completed || counted };
    swarm.expect(validUntil);
    const role = position < sequence.leeches ? 'leech' : 'seed';
    if (known && role === announce.role) {
      table.columns.update(sequence.slot(position), record);
    } else {
      if (known) table.remove(sequence, position);
      table.add(sequence, announce, announce.role, record);
    }
  }

  /** A swarm without the peers that are over; undefined when there is none, or no longer. */
  #look(key: string, now: number): Swarm | undefined {
    const swarm = this.#swarms.get(key);
    if (swarm === undefined) return undefined;
    if (now >= swarm.sweepAt) sweepSwarm(this.#tables, swarm, now);
    if (!isOver(swarm, now)) return swarm;
    this.#swarms.delete(key);
    return undefined;
  }
}

/** Nobody is there, and nothing is left to tell. */
function isOver(swarm: Swarm, now: number): boolean {
  return swarm.size === 0 && (swarm.downloaded === 0 || now >= swarm.forgetAt);
}

function wholeSeconds(now: number): number {
  return Math.floor(now / 1_000);
}
