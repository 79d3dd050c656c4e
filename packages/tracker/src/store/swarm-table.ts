import type { HashKey } from './half-sip-state.ts';
import { insist } from './insist.ts';
import { KeyedHash } from './keyed-hash.ts';
import { SlotIndex } from './slot-index.ts';

/** No swarm has this number. */
export const NO_SWARM = -1;

/** BEP 3: an info hash is a SHA-1. */
export const HASH_BYTES = 20;

/** Later than any time, and still a small integer for the engine. */
const NEVER = 2 ** 31 - 1;

const NOTHING = new Uint8Array(0);

/**
 * What is kept of each swarm beside its peers, in columns: 43 bytes a swarm with its place in the index, and nothing that a
 * collector of garbage would have to look at. All of it is reserved at the start; the system lends it when it is used.
 *
 * A swarm has a number as long as it is there, and the lowest ones are used: whoever goes through them all counts up to `end`
 * and passes over those that nobody has. Times are whole seconds.
 */
export class SwarmTable {
  readonly #infoHashes: Uint8Array;
  readonly #isThere: Uint8Array;
  readonly #downloaded: Float64Array;
  readonly #sweepAt: Uint32Array;
  readonly #forgetAt: Uint32Array;
  readonly #hash: KeyedHash;
  readonly #index: SlotIndex;
  readonly #free: number[] = [];
  #end = 0;

  constructor(capacity: number, hashKey: HashKey) {
    this.#infoHashes = new Uint8Array(capacity * HASH_BYTES);
    this.#isThere = new Uint8Array(capacity);
    this.#downloaded = new Float64Array(capacity);
    this.#sweepAt = new Uint32Array(capacity);
    this.#forgetAt = new Uint32Array(capacity);
    this.#hash = new KeyedHash(hashKey);
    this.#index = new SlotIndex(capacity, (swarm) => this.#hashOf(this.#infoHashOf(swarm)));
  }

  get size(): number {
    return this.#end - this.#free.length;
  }

  /** All swarms have numbers below this. */
  get end(): number {
    return this.#end;
  }

  isThere(swarm: number): boolean {
    return this.#isThere[swarm] === 1;
  }

  /** The swarm of an info hash; `NO_SWARM` when there is none. */
  find(infoHash: Uint8Array): number {
    return this.#index.find(this.#hashOf(infoHash), (swarm) => this.#isOf(swarm, infoHash));
  }

  /** Adds a swarm that is not there yet, when there is room. */
  add(infoHash: Uint8Array): number {
    const swarm = this.#free.pop() ?? this.#end;
    if (swarm === this.#end) this.#end += 1;
    insist(swarm < this.#isThere.length, 'the store keeps to maxTorrents');
    this.#isThere[swarm] = 1;
    this.#infoHashes.set(infoHash, swarm * HASH_BYTES);
    this.#downloaded[swarm] = 0;
    this.#sweepAt[swarm] = NEVER;
    this.#forgetAt[swarm] = 0;
    this.#index.add(this.#hashOf(infoHash), swarm);
    return swarm;
  }

  /** Its peers must have left. */
  remove(swarm: number): void {
    this.#index.remove(this.#hashOf(this.#infoHashOf(swarm)), swarm);
    this.#isThere[swarm] = 0;
    this.#free.push(swarm);
  }

  /** A copy. */
  infoHash(swarm: number): Uint8Array {
    return this.#infoHashOf(swarm).slice();
  }

  copyInfoHash(swarm: number, target: Uint8Array, at: number): void {
    const from = swarm * HASH_BYTES;
    for (let i = 0; i < HASH_BYTES; i += 1) target[at + i] = this.#infoHashes[from + i] as number; // it lies inside
  }

  /** Peers that told that they became complete. */
  downloaded(swarm: number): number {
    return this.#downloaded[swarm] as number; // of all these columns: swarms have numbers below the capacity
  }

  setDownloaded(swarm: number, downloaded: number): void {
    this.#downloaded[swarm] = downloaded;
  }

  /** No peer is over before this time. */
  sweepAt(swarm: number): number {
    return this.#sweepAt[swarm] as number;
  }

  setSweepAt(swarm: number, time: number): void {
    this.#sweepAt[swarm] = time;
  }

  /** When the last peer is over at the latest; `downloaded` is remembered until then. */
  forgetAt(swarm: number): number {
    return this.#forgetAt[swarm] as number;
  }

  /** A peer is there until this time. */
  expect(swarm: number, validUntil: number): void {
    this.#sweepAt[swarm] = Math.min(this.sweepAt(swarm), validUntil);
    this.#forgetAt[swarm] = Math.max(this.forgetAt(swarm), validUntil);
  }

  /** The numbers of all. */
  *numbers(): Generator<number> {
    for (let swarm = 0; swarm < this.#end; swarm += 1) if (this.isThere(swarm)) yield swarm;
  }

  /** Throws unless the index finds each swarm and nothing else. */
  checkInvariants(): void {
    let count = 0;
    for (const swarm of this.numbers()) {
      count += 1;
      insist(this.find(this.#infoHashOf(swarm)) === swarm, 'a swarm is found by its info hash');
    }
    insist(count === this.size && count === this.#index.count(), 'there are as many swarms as are told and indexed');
  }

  #isOf(swarm: number, infoHash: Uint8Array): boolean {
    const from = swarm * HASH_BYTES;
    for (let i = 0; i < HASH_BYTES; i += 1) if (this.#infoHashes[from + i] !== infoHash[i]) return false;
    return true;
  }

  #infoHashOf(swarm: number): Uint8Array {
    return this.#infoHashes.subarray(swarm * HASH_BYTES, (swarm + 1) * HASH_BYTES);
  }

  #hashOf(infoHash: Uint8Array): number {
    return this.#hash.of(0, infoHash, NOTHING);
  }
}
