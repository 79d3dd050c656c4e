import type { HashKey } from './half-sip-state.ts';
import { insist } from './insist.ts';
import { KeyedHash } from './keyed-hash.ts';
import { PeerColumns, type PeerRecord } from './peer-columns.ts';
import { PeerIndex } from './peer-index.ts';
import { BLOCK_SLOTS, blockOf, NONE, offsetOf, type PeerSequence, slotOf } from './peer-sequence.ts';
import type { PeerKey } from './peer-store.ts';

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
 * 3. Every block below the mark of use has one sequence as owner, or is free. A sequence is named by its first block,
 *    which stays the same as long as there are peers; each block holds that name and its own place in the sequence.
 * 4. The index finds every peer by (name of its sequence, peer id, address) and holds nothing else.
 */
export class PeerTable {
  readonly columns: PeerColumns;
  /** Told whenever a peer has come to a position; for whoever goes through all peers bit by bit. */
  onArrival: ((sequence: PeerSequence, position: number) => void) | undefined = undefined;
  readonly #blockOwner: Uint32Array;
  readonly #blockPlace: Uint32Array;
  readonly #index: PeerIndex;
  readonly #hash: KeyedHash;
  readonly #freeBlocks: number[] = [];
  #usedBlocks = 0;
  #count = 0;
  #leeches = 0;

  constructor({ addressBytes, maxPeers, maxSequences, hashKey }: PeerTableOptions) {
    // Each sequence leaves less than one block empty.
    const blocks = Math.ceil(maxPeers / BLOCK_SLOTS) + maxSequences;
    this.columns = new PeerColumns(blocks * BLOCK_SLOTS, addressBytes);
    this.#blockOwner = new Uint32Array(blocks);
    this.#blockPlace = new Uint32Array(blocks);
    this.#hash = new KeyedHash(hashKey);
    this.#index = new PeerIndex(maxPeers, (slot) => this.#hashOf(slot));
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
  find(sequence: PeerSequence, peer: PeerKey): number {
    const owner = sequence.block(0);
    if (owner === NONE) return -1;
    const slot = this.#index.find(
      this.#hash.of(owner, peer.peerId, peer.address),
      (candidate) => this.#blockOwner[blockOf(candidate)] === owner && this.columns.holds(candidate, peer),
    );
    if (slot === -1) return -1;
    return slotOf(this.#blockPlace[blockOf(slot)] as number, slot); // the slot is in a block
  }

  /** Adds a peer that is not there yet. */
  add(sequence: PeerSequence, peer: PeerKey, role: 'seed' | 'leech', record: PeerRecord): void {
    if (offsetOf(sequence.count) === 0) this.#lendBlock(sequence);
    let position = sequence.count;
    sequence.count += 1;
    this.#count += 1;
    if (role === 'leech') {
      // The first seed goes to the end and makes room behind the last leech.
      this.#move(sequence, sequence.leeches, position);
      position = sequence.leeches;
      sequence.leeches += 1;
      this.#leeches += 1;
    }
    const slot = sequence.slot(position);
    this.columns.write(slot, peer, record);
    this.#index.add(this.#hashOf(slot), slot);
    this.onArrival?.(sequence, position);
  }

  /** Takes a peer out. The last leech and the last seed close the gaps; peers before `position` stay where they are. */
  remove(sequence: PeerSequence, position: number): void {
    const slot = sequence.slot(position);
    this.#index.remove(this.#hashOf(slot), slot);
    let gap = position;
    if (gap < sequence.leeches) {
      sequence.leeches -= 1;
      this.#leeches -= 1;
      this.#move(sequence, sequence.leeches, gap);
      gap = sequence.leeches;
    }
    sequence.count -= 1;
    this.#count -= 1;
    this.#move(sequence, sequence.count, gap);
    if (offsetOf(sequence.count) === 0) this.#takeBlockBack(sequence);
  }

  /** Throws unless all that the head of this class says is so. `sequences` are all that this table serves. */
  checkInvariants(sequences: Iterable<PeerSequence>): void {
    const owned = new Set<number>(this.#freeBlocks);
    let [count, leeches, blocks] = [0, 0, this.#freeBlocks.length];
    for (const sequence of sequences) {
      insist(sequence.leeches <= sequence.count, 'there are no more leeches than peers');
      const needed = Math.ceil(sequence.count / BLOCK_SLOTS);
      insist(sequence.block(needed) === NONE, 'there are no more blocks than needed');
      for (let place = 0; place < needed; place += 1) {
        const block = sequence.block(place);
        insist(block !== NONE, 'there are as many blocks as needed');
        owned.add(block);
        insist(this.#blockOwner[block] === sequence.block(0), 'a block names its sequence');
        insist(this.#blockPlace[block] === place, 'a block knows its place');
      }
      for (let position = 0; position < sequence.count; position += 1) {
        const key = this.columns.key(sequence.slot(position));
        insist(this.find(sequence, key) === position, 'a peer is found in its place');
      }
      blocks += needed;
      count += sequence.count;
      leeches += sequence.leeches;
    }
    insist(owned.size === blocks && blocks === this.#usedBlocks, 'every block has one owner or is free');
    insist(count === this.#count && leeches === this.#leeches, 'the sums are right');
    insist(this.#index.count() === count, 'the index holds each peer once');
  }

  #lendBlock(sequence: PeerSequence): void {
    const block = this.#freeBlocks.pop() ?? this.#usedBlocks;
    if (block === this.#usedBlocks) this.#usedBlocks += 1;
    insist(block < this.#blockOwner.length, 'the store keeps to maxPeers and maxSequences');
    const place = blockOf(sequence.count);
    sequence.append(place, block);
    this.#blockOwner[block] = sequence.block(0);
    this.#blockPlace[block] = place;
  }

  #takeBlockBack(sequence: PeerSequence): void {
    const place = blockOf(sequence.count);
    const block = sequence.block(place);
    insist(block !== NONE, 'the last peer leaves the last block');
    sequence.dropLast(place);
    this.#freeBlocks.push(block);
  }

  #move(sequence: PeerSequence, from: number, to: number): void {
    if (from === to) return;
    const source = sequence.slot(from);
    const target = sequence.slot(to);
    this.#index.move(this.#hashOf(source), source, target);
    this.columns.move(source, target);
    this.onArrival?.(sequence, to);
  }

  #hashOf(slot: number): number {
    const { peerId, address } = this.columns.key(slot);
    return this.#hash.of(this.#blockOwner[blockOf(slot)] as number, peerId, address); // the slot is in a block
  }
}
