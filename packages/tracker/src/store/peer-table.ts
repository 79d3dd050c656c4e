import type { HashKey } from './half-sip-state.ts';
import { insist } from './insist.ts';
import { KeyedHash } from './keyed-hash.ts';
import { PeerColumns, type PeerRecord } from './peer-columns.ts';
import { BLOCK_SLOTS, blockOf, NONE, offsetOf, PeerSequences, slotOf } from './peer-sequences.ts';
import type { PeerKey } from './peer-store.ts';
import { SlotIndex } from './slot-index.ts';

/** How large a table can become. */
export interface PeerTableOptions {
  /** 6 for IPv4, 18 for IPv6. */
  readonly addressBytes: 6 | 18;
  readonly maxPeers: number;
  readonly maxSequences: number;
  readonly hashKey: HashKey;
}

/**
 * All peers of one address family, of all swarms. A peer of IPv4 takes 30 bytes in the columns, 2 for its share of a
 * block and 6 in the index: no object, no string and no timer for a peer.
 *
 * Slots come in blocks of 4, so a swarm grows and shrinks without moving its peers, and a free block serves any swarm:
 * nothing fragments. All memory is reserved at the start; the system lends it when it is used.
 *
 * What holds between calls (`checkInvariants`):
 * 1. A sequence of n peers owns ceil(n / 4) blocks; position p lies in slot p % 4 of block floor(p / 4).
 * 2. Positions below `leeches` are leeches, the others are seeds.
 * 3. Every block below the mark of use has one sequence as owner, or is free; it holds the number of that sequence and its
 *    own place in it.
 * 4. The index finds every peer by (number of its sequence, peer id, address) and holds nothing else.
 */
export class PeerTable {
  readonly columns: PeerColumns;
  readonly sequences: PeerSequences;
  /** Told whenever a peer has come to a position; for whoever goes through all peers bit by bit. */
  onArrival: ((sequence: number, position: number) => void) | undefined = undefined;
  readonly #blockOwner: Uint32Array;
  readonly #blockPlace: Uint32Array;
  readonly #index: SlotIndex;
  readonly #hash: KeyedHash;
  readonly #freeBlocks: number[] = [];
  #usedBlocks = 0;
  #count = 0;
  #leeches = 0;

  constructor({ addressBytes, maxPeers, maxSequences, hashKey }: PeerTableOptions) {
    // Each sequence leaves less than one block empty.
    const blocks = Math.ceil(maxPeers / BLOCK_SLOTS) + maxSequences;
    this.columns = new PeerColumns(blocks * BLOCK_SLOTS, addressBytes);
    this.sequences = new PeerSequences(maxSequences);
    this.#blockOwner = new Uint32Array(blocks);
    this.#blockPlace = new Uint32Array(blocks);
    this.#hash = new KeyedHash(hashKey);
    this.#index = new SlotIndex(maxPeers, (slot) => this.#hashOf(slot));
  }

  /** Peers in all sequences. */
  get count(): number {
    return this.#count;
  }

  /** Leeches in all sequences. */
  get leeches(): number {
    return this.#leeches;
  }

  /** The position of a peer; -1 when it is not there. */
  find(sequence: number, peer: PeerKey): number {
    if (this.sequences.count(sequence) === 0) return -1;
    const slot = this.#index.find(
      this.#hash.of(sequence, peer.peerId, peer.address),
      (candidate) => this.#blockOwner[blockOf(candidate)] === sequence && this.columns.holds(candidate, peer),
    );
    if (slot === -1) return -1;
    return slotOf(this.#blockPlace[blockOf(slot)] as number, slot); // the slot is in a block
  }

  /** Adds a peer that is not there yet. */
  add(sequence: number, peer: PeerKey, role: 'seed' | 'leech', record: PeerRecord): void {
    const { sequences } = this;
    let position = sequences.count(sequence);
    if (offsetOf(position) === 0) this.#lendBlock(sequence);
    sequences.changeCount(sequence, 1);
    this.#count += 1;
    if (role === 'leech') {
      // The first seed goes to the end and makes room behind the last leech.
      const firstSeed = sequences.leeches(sequence);
      this.#move(sequence, firstSeed, position);
      position = firstSeed;
      sequences.changeLeeches(sequence, 1);
      this.#leeches += 1;
    }
    const slot = sequences.slot(sequence, position);
    this.columns.write(slot, peer, record);
    this.#index.add(this.#hash.of(sequence, peer.peerId, peer.address), slot);
    this.onArrival?.(sequence, position);
  }

  /** Takes a peer out. The last leech and the last seed close the gaps; peers before `position` stay where they are. */
  remove(sequence: number, position: number): void {
    const { sequences } = this;
    const slot = sequences.slot(sequence, position);
    this.#index.remove(this.#hashOf(slot), slot);
    let gap = position;
    if (gap < sequences.leeches(sequence)) {
      sequences.changeLeeches(sequence, -1);
      this.#leeches -= 1;
      const lastLeech = sequences.leeches(sequence);
      this.#move(sequence, lastLeech, gap);
      gap = lastLeech;
    }
    sequences.changeCount(sequence, -1);
    this.#count -= 1;
    const last = sequences.count(sequence);
    this.#move(sequence, last, gap);
    if (offsetOf(last) === 0) this.#takeBlockBack(sequence);
  }

  /** Throws unless all that the head of this class says is so. @param all the sequences that have peers. */
  checkInvariants(all: Iterable<number>): void {
    const { sequences } = this;
    const owned = new Set<number>(this.#freeBlocks);
    let [count, leeches, blocks] = [0, 0, this.#freeBlocks.length];
    for (const sequence of all) {
      const peers = sequences.count(sequence);
      insist(sequences.leeches(sequence) <= peers, 'there are no more leeches than peers');
      const needed = Math.ceil(peers / BLOCK_SLOTS);
      insist(sequences.block(sequence, needed) === NONE, 'there are no more blocks than needed');
      for (let place = 0; place < needed; place += 1) {
        const block = sequences.block(sequence, place);
        insist(block !== NONE, 'there are as many blocks as needed');
        owned.add(block);
        insist(this.#blockOwner[block] === sequence, 'a block names its sequence');
        insist(this.#blockPlace[block] === place, 'a block knows its place');
      }
      for (let position = 0; position < peers; position += 1) {
        const key = this.columns.key(sequences.slot(sequence, position));
        insist(this.find(sequence, key) === position, 'a peer is found in its place');
      }
      blocks += needed;
      count += peers;
      leeches += sequences.leeches(sequence);
    }
    insist(owned.size === blocks && blocks === this.#usedBlocks, 'every block has one owner or is free');
    insist(count === this.#count && leeches === this.#leeches, 'the sums are right');
    insist(this.#index.count() === count, 'the index holds each peer once');
  }

  #lendBlock(sequence: number): void {
    const block = this.#freeBlocks.pop() ?? this.#usedBlocks;
    if (block === this.#usedBlocks) this.#usedBlocks += 1;
    insist(block < this.#blockOwner.length, 'the store keeps to maxPeers and maxSequences');
    const place = blockOf(this.sequences.count(sequence));
    this.sequences.append(sequence, place, block);
    this.#blockOwner[block] = sequence;
    this.#blockPlace[block] = place;
  }

  #takeBlockBack(sequence: number): void {
    const place = blockOf(this.sequences.count(sequence));
    const block = this.sequences.block(sequence, place);
    insist(block !== NONE, 'the last peer leaves the last block');
    this.sequences.dropLast(sequence, place);
    this.#freeBlocks.push(block);
  }

  #move(sequence: number, from: number, to: number): void {
    if (from === to) return;
    const source = this.sequences.slot(sequence, from);
    const target = this.sequences.slot(sequence, to);
    this.#index.move(this.#hashOf(source), source, target);
    this.columns.move(source, target);
    this.onArrival?.(sequence, to);
  }

  #hashOf(slot: number): number {
    const { peerId, address } = this.columns.key(slot);
    return this.#hash.of(this.#blockOwner[blockOf(slot)] as number, peerId, address); // the slot is in a block
  }
}
