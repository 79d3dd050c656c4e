import type { HashKey } from './half-sip-state.ts';
import { infoHashKey, infoHashOf } from './info-hash-key.ts';
import { insist } from './insist.ts';
import type { PeerSequence } from './peer-sequence.ts';
import type {
  PeerStore,
  PeerWindow,
  StoreAnnounce,
  StoreAnswer,
  StoreTotals,
  SwarmCounts,
  SwarmSummary,
} from './peer-store.ts';
import { PeerTable } from './peer-table.ts';
import { EMPTY_WINDOW, randomWindow } from './random-window.ts';
import { type StoreVisitor, StoreWalk } from './store-walk.ts';
import type { StoredPeer, StoredSwarm } from './stored.ts';
import { FAMILIES, type Family, Swarm } from './swarm.ts';

/** Limits of a `MemoryStore`. */
export interface MemoryStoreOptions {
  /** Peers of all swarms together. About 60 bytes each are used when they are there; room is reserved at the start. */
  readonly maxPeers: number;
  readonly maxTorrents: number;
  /** Two random numbers of 32 bits, so that strangers can't aim at one place of the index. Changes no answer. */
  readonly hashKey?: HashKey;
}

/** Peers that one look at a swarm takes out at most: one announce must not wait for a whole swarm that went away. */
const MAX_REMOVALS = 1_000;

/** A swarm of n thousand peers is looked through at most every n / 4 seconds, a small one as soon as a peer may be over. */
const PEERS_PER_SECOND = 4_096;

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
  readonly #hashKey: HashKey;
  /** By the keys of their info hashes. */
  readonly #swarms = new Map<string, Swarm>();
  readonly #tables: Record<Family, PeerTable | undefined> = { ipv4: undefined, ipv6: undefined };
  #round: Iterator<string> = this.#swarms.keys();
  #walk: StoreWalk | undefined;
  #revision = 0;

  constructor({ maxPeers, maxTorrents, hashKey = [0, 0] }: MemoryStoreOptions) {
    this.#maxPeers = maxPeers;
    this.#maxTorrents = maxTorrents;
    this.#hashKey = hashKey;
  }

  announce(announce: StoreAnnounce, now: number, random: () => number): StoreAnswer {
    this.sweep(now, 1);
    const key = infoHashKey(announce.infoHash);
    const swarm = this.#look(key, wholeSeconds(now)) ?? new Swarm();
    const own = announce.address.length === 6 ? 'ipv4' : 'ipv6';
    const position = swarm[own] === undefined ? -1 : this.#table(own).find(swarm[own], announce);
    const { ipv4, ipv6 } = this.#windows(swarm, own, position, announce, wholeSeconds(now), random);
    const full = this.#change(key, swarm, own, position, announce);
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
    const tables = FAMILIES.map((family) => this.#tables[family]);
    const peers = tables.reduce((sum, table) => sum + (table?.count ?? 0), 0);
    const leeches = tables.reduce((sum, table) => sum + (table?.leeches ?? 0), 0);
    return { torrents: this.#swarms.size, seeds: peers - leeches, leeches };
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
        this.#table(family).remove(sequence, sequence.count - 1);
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
    const walk = new StoreWalk(this.#swarms, (family) => this.#table(family), visitor);
    this.#walk = walk;
    this.#tellArrivals();
    return walk;
  }

  endWalk(): void {
    this.#walk = undefined;
    this.#tellArrivals();
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
    const own = peer.address.length === 6 ? 'ipv4' : 'ipv6';
    const position = swarm[own] === undefined ? -1 : this.#table(own).find(swarm[own], peer);
    const full = this.#change(key, swarm, own, position, { ...peer, change: 'store' });
    // That it completed was counted when it did.
    swarm.downloaded = downloaded;
    return full === undefined;
  }

  /** Throws unless everything holds that this class and `PeerTable` promise. For tests: it looks at every peer. */
  checkInvariants(): void {
    const swarms = [...this.#swarms.values()];
    for (const family of FAMILIES) {
      const sequences = swarms.map((swarm) => swarm[family]).filter((sequence) => sequence !== undefined);
      this.#tables[family]?.checkInvariants(sequences);
    }
    const { seeds, leeches } = this.totals();
    insist(seeds + leeches <= this.#maxPeers, 'there are no more peers than allowed');
    insist(swarms.length <= this.#maxTorrents, 'there are no more swarms than allowed');
    for (const swarm of swarms) insist(swarm.size > 0 || swarm.downloaded > 0, 'a swarm has something to tell');
  }

  #table(family: Family): PeerTable {
    const known = this.#tables[family];
    if (known !== undefined) return known;
    const table = new PeerTable({
      addressBytes: family === 'ipv4' ? 6 : 18,
      maxPeers: this.#maxPeers,
      maxSequences: this.#maxTorrents,
      hashKey: this.#hashKey,
    });
    this.#tables[family] = table;
    this.#tellArrivals();
    return table;
  }

  #tellArrivals(): void {
    const walk = this.#walk;
    const tell = walk && ((sequence: PeerSequence, position: number): void => walk.arrived(sequence, position));
    for (const family of FAMILIES) {
      const table = this.#tables[family];
      if (table !== undefined) table.onArrival = tell;
    }
  }

  /** Peers of the announcer's family first: not everybody can reach the other one. */
  #windows(
    swarm: Swarm,
    own: Family,
    position: number,
    { numwant, role, withIds }: StoreAnnounce,
    now: number,
    random: () => number,
  ): Record<Family, PeerWindow> {
    const seeds = role === 'leech';
    const windows: Record<Family, PeerWindow> = { ipv4: EMPTY_WINDOW, ipv6: EMPTY_WINDOW };
    let want = numwant;
    for (const family of own === 'ipv4' ? FAMILIES : FAMILIES.toReversed()) {
      const sequence = swarm[family];
      if (sequence === undefined || want <= 0) continue;
      const table = this.#table(family);
      const except = family === own ? position : -1;
      windows[family] = randomWindow(table, sequence, { want, seeds, except, withIds, now }, random);
      want -= windows[family].addresses.length / table.columns.addressBytes;
    }
    return windows;
  }

  #change(key: string, swarm: Swarm, own: Family, position: number, announce: StoreChange): StoreAnswer['full'] {
    if (announce.change === 'none') return undefined;
    this.#revision += 1;
    const known = position !== -1;
    if (announce.change === 'remove') {
      if (known) this.#table(own).remove(swarm.sequence(own), position);
      if (known && isOver(swarm, 0)) this.#swarms.delete(key);
      return undefined;
    }
    if (!known) {
      const full = this.#fullFor(key);
      if (full !== undefined) return full;
      this.#swarms.set(key, swarm);
    }
    this.#store(this.#table(own), swarm, swarm.sequence(own), position, announce);
    return undefined;
  }

  #fullFor(key: string): StoreAnswer['full'] {
    const { torrents, seeds, leeches } = this.totals();
    if (torrents >= this.#maxTorrents && !this.#swarms.has(key)) return 'torrents';
    return seeds + leeches >= this.#maxPeers ? 'peers' : undefined;
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
    if (now >= swarm.sweepAt) this.#sweepSwarm(swarm, now);
    if (!isOver(swarm, now)) return swarm;
    this.#swarms.delete(key);
    return undefined;
  }

  #sweepSwarm(swarm: Swarm, now: number): void {
    let removals = 0;
    const size = swarm.size;
    const { forgetAt } = swarm;
    swarm.sweepAt = forgetAt;
    for (const family of FAMILIES) {
      const sequence = swarm[family];
      if (sequence === undefined) continue;
      const table = this.#table(family);
      // From the end, because a gap is closed by peers from behind it.
      for (let position = sequence.count - 1; position >= 0; position -= 1) {
        const validUntil = table.columns.validUntil(sequence.slot(position));
        if (validUntil > now) swarm.sweepAt = Math.min(swarm.sweepAt, validUntil);
        else if (removals === MAX_REMOVALS) {
          swarm.sweepAt = now;
          return;
        } else {
          table.remove(sequence, position);
          removals += 1;
        }
      }
    }
    swarm.sweepAt = Math.max(swarm.sweepAt, now + Math.floor(size / PEERS_PER_SECOND));
  }
}

/** Nobody is there, and nothing is left to tell. */
function isOver(swarm: Swarm, now: number): boolean {
  return swarm.size === 0 && (swarm.downloaded === 0 || now >= swarm.forgetAt);
}

function wholeSeconds(now: number): number {
  return Math.floor(now / 1_000);
}
