import type { HashKey } from './half-sip-state.ts';
import { insist } from './insist.ts';
import type {
  PeerKey,
  PeerStore,
  StoreAnnounce,
  StoreAnswer,
  StoreTotals,
  SwarmCounts,
  SwarmPage,
  SwarmSummary,
} from './peer-store.ts';
import type { PeerTable } from './peer-table.ts';
import { FAMILIES, type Family, PeerTables } from './peer-tables.ts';
import { type StoreVisitor, StoreWalk } from './store-walk.ts';
import type { StoredPeer, StoredSwarm } from './stored.ts';
import { NO_SWARM, SwarmTable } from './swarm-table.ts';
import { EMPTY_WINDOWS, type SwarmPlace, swarmWindows } from './swarm-windows.ts';
import { sweepSwarm } from './sweep-swarm.ts';

/** Limits of a `MemoryStore`. */
export interface MemoryStoreOptions {
  /** Peers of all swarms together. About 50 bytes each are used when they are there; room is reserved at the start. */
  readonly maxPeers: number;
  readonly maxTorrents: number;
  /** Two random numbers of 32 bits, so that strangers can't aim at one place of the index. Changes no answer. */
  readonly hashKey?: HashKey;
}

/** What of an announce changes the store. */
type StoreChange = Omit<StoreAnnounce, 'numwant' | 'withIds'>;

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
  readonly #swarms: SwarmTable;
  readonly #tables: PeerTables;
  /** The swarm that is looked at next. */
  #round = 0;
  #revision = 0;
  #walk: StoreWalk | undefined;

  constructor({ maxPeers, maxTorrents, hashKey = [0, 0] }: MemoryStoreOptions) {
    this.#maxPeers = maxPeers;
    this.#maxTorrents = maxTorrents;
    this.#swarms = new SwarmTable(maxTorrents, hashKey);
    this.#tables = new PeerTables({ maxPeers, maxSequences: maxTorrents, hashKey });
  }

  announce(announce: StoreAnnounce, now: number, random: () => number): StoreAnswer {
    this.sweep(now, 1);
    const seconds = wholeSeconds(now);
    const known = this.#look(this.#swarms.find(announce.infoHash), seconds);
    const place = this.#find(known, announce);
    const { ipv4, ipv6 } =
      known === NO_SWARM ? EMPTY_WINDOWS : swarmWindows(this.#tables, known, place, announce, seconds, random);
    const full = this.#fullFor(known, place, announce);
    const swarm = full === undefined ? this.#change(known, place, announce) : known;
    const { complete, incomplete, downloaded } = this.#countsOf(swarm);
    return { complete, incomplete, downloaded, ipv4, ipv6, full };
  }

  scrape(infoHash: Uint8Array, now: number): SwarmCounts | undefined {
    const swarm = this.#look(this.#swarms.find(infoHash), wholeSeconds(now));
    return swarm === NO_SWARM ? undefined : this.#countsOf(swarm);
  }

  swarms(from: number, count: number): SwarmPage {
    const end = Math.min(from + count, this.#swarms.end);
    const swarms: SwarmSummary[] = [];
    for (let swarm = from; swarm < end; swarm += 1) {
      if (!this.#swarms.isThere(swarm)) continue;
      swarms.push({ infoHash: this.#swarms.infoHash(swarm), ...this.#countsOf(swarm) });
    }
    return { swarms, next: end < this.#swarms.end ? end : undefined };
  }

  totals(): StoreTotals {
    const { count, leeches } = this.#tables;
    return { torrents: this.#swarms.size, seeds: count - leeches, leeches };
  }

  sweep(now: number, swarms: number): void {
    const seconds = wholeSeconds(now);
    for (let left = Math.min(swarms, this.#swarms.end); left > 0; left -= 1) {
      if (this.#round >= this.#swarms.end) this.#round = 0;
      if (this.#swarms.isThere(this.#round)) this.#look(this.#round, seconds);
      this.#round += 1;
    }
  }

  forget(infoHash: Uint8Array, peers: number): boolean {
    const swarm = this.#swarms.find(infoHash);
    if (swarm === NO_SWARM) return true;
    let left = peers;
    for (const family of FAMILIES) {
      const table = this.#tables.withPeersOf(swarm, family);
      for (let count = table?.sequences.count(swarm) ?? 0; count > 0 && left > 0; count -= 1) {
        table?.remove(swarm, count - 1);
        left -= 1;
      }
    }
    this.#revision += 1;
    if (this.#tables.size(swarm) > 0) return false;
    this.#swarms.remove(swarm);
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
    this.#walk = walk;
    this.#tables.onArrival = (family, swarm, position) => walk.arrived(family, swarm, position);
    return walk;
  }

  endWalk(): void {
    this.#walk = undefined;
    this.#tables.onArrival = undefined;
  }

  /** Puts a swarm back as it was told by a walk, its peers later. `now` in whole seconds. */
  restoreSwarm({ infoHash, downloaded, forgetAt }: StoredSwarm, now: number): void {
    if (downloaded === 0 || forgetAt <= now || this.#swarms.size >= this.#maxTorrents) return;
    const known = this.#swarms.find(infoHash);
    const swarm = known === NO_SWARM ? this.#begin(infoHash) : known;
    this.#swarms.setDownloaded(swarm, downloaded);
    this.#swarms.expect(swarm, forgetAt);
  }

  /** Puts a peer back; answers whether there was room for it. */
  restorePeer(peer: StoredPeer): boolean {
    const announce = { ...peer, change: 'store' } as const;
    const known = this.#swarms.find(peer.infoHash);
    const downloaded = known === NO_SWARM ? 0 : this.#swarms.downloaded(known);
    const place = this.#find(known, peer);
    if (this.#fullFor(known, place, announce) !== undefined) return false;
    // That it completed was counted when it did.
    this.#swarms.setDownloaded(this.#change(known, place, announce), downloaded);
    return true;
  }

  /** Throws unless everything holds that this class and `PeerTable` promise. For tests: it looks at every peer. */
  checkInvariants(): void {
    const swarms = [...this.#swarms.numbers()];
    this.#swarms.checkInvariants();
    this.#tables.checkInvariants(swarms);
    insist(this.#tables.count <= this.#maxPeers, 'there are no more peers than allowed');
    insist(swarms.length <= this.#maxTorrents, 'there are no more swarms than allowed');
    for (const swarm of swarms) insist(!this.#isOver(swarm, 0), 'a swarm has something to tell');
  }

  #find(swarm: number, { peerId, address }: PeerKey): SwarmPlace {
    const own: Family = address.length === 6 ? 'ipv4' : 'ipv6';
    const table = swarm === NO_SWARM ? undefined : this.#tables.withPeersOf(swarm, own);
    return { own, position: table?.find(swarm, { peerId, address }) ?? -1 };
  }

  #fullFor(swarm: number, { position }: SwarmPlace, { change }: StoreChange): StoreAnswer['full'] {
    if (change !== 'store' || position !== -1) return undefined;
    if (swarm === NO_SWARM && this.#swarms.size >= this.#maxTorrents) return 'torrents';
    return this.#tables.count >= this.#maxPeers ? 'peers' : undefined;
  }

  /** Answers with the swarm as it is afterwards, there or not. */
  #change(known: number, { own, position }: SwarmPlace, announce: StoreChange): number {
    if (announce.change === 'none') return known;
    this.#revision += 1;
    if (announce.change === 'store') {
      const swarm = known === NO_SWARM ? this.#begin(announce.infoHash) : known;
      this.#store(this.#tables.of(own), swarm, position, announce);
      return swarm;
    }
    if (position === -1) return known;
    this.#tables.of(own).remove(known, position);
    return this.#left(known, 0);
  }

  #begin(infoHash: Uint8Array): number {
    const swarm = this.#swarms.add(infoHash);
    this.#walk?.began(swarm);
    return swarm;
  }

  #store(table: PeerTable, swarm: number, position: number, announce: StoreChange): void {
    const { columns, sequences } = table;
    const known = position !== -1;
    const slot = known ? sequences.slot(swarm, position) : -1;
    const counted = known && columns.completed(slot);
    if (announce.completed && !counted) this.#swarms.setDownloaded(swarm, this.#swarms.downloaded(swarm) + 1);
    const validUntil = Math.ceil(announce.validUntil / 1_000);
    const record = { validUntil, completed: announce.completed || counted };
    this.#swarms.expect(swarm, validUntil);
    const role = position < sequences.leeches(swarm) ? 'leech' : 'seed';
    if (known && role === announce.role) {
      columns.update(slot, record);
    } else {
      if (known) table.remove(swarm, position);
      table.add(swarm, announce, announce.role, record);
    }
  }

  /** A swarm without the peers that are over; `NO_SWARM` when there is none, or no longer. */
  #look(swarm: number, now: number): number {
    if (swarm === NO_SWARM) return NO_SWARM;
    if (now >= this.#swarms.sweepAt(swarm)) sweepSwarm(this.#tables, this.#swarms, swarm, now);
    return this.#left(swarm, now);
  }

  /** A swarm from which peers may have left: it goes with the last one. */
  #left(swarm: number, now: number): number {
    if (!this.#isOver(swarm, now)) return swarm;
    this.#swarms.remove(swarm);
    return NO_SWARM;
  }

  /** Nobody is there, and nothing is left to tell. */
  #isOver(swarm: number, now: number): boolean {
    if (this.#tables.size(swarm) > 0) return false;
    return this.#swarms.downloaded(swarm) === 0 || now >= this.#swarms.forgetAt(swarm);
  }

  #countsOf(swarm: number): SwarmCounts {
    if (swarm === NO_SWARM) return NOBODY;
    const incomplete = this.#tables.leechesOf(swarm);
    return { complete: this.#tables.size(swarm) - incomplete, incomplete, downloaded: this.#swarms.downloaded(swarm) };
  }
}

const NOBODY: SwarmCounts = { complete: 0, incomplete: 0, downloaded: 0 };

function wholeSeconds(now: number): number {
  return Math.floor(now / 1_000);
}
