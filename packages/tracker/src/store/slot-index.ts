/**
 * Finds the slot of a peer, or the number of a swarm, by the hash of its key: a table of 32-bit numbers with linear probing.
 *
 * A JavaScript Map with a string for each key takes some 200 bytes a key; this takes 6, all of them reserved at the start
 * and touched only when used, so it never has to be built anew while announces wait.
 *
 * Invariant: an entry is reached from the place of its hash over entries that are all taken. At most two thirds of the
 * places are taken, so a search ends. Taking one out closes the gap by moving later entries up: there are no tombstones.
 */
export class SlotIndex {
  /** Slot + 1, or 0 for a place that is free. */
  readonly #places: Uint32Array;
  readonly #size: number;
  readonly #hashOf: (slot: number) => number;

  /** @param hashOf gives the hash of the key that is stored in a slot. */
  constructor(capacity: number, hashOf: (slot: number) => number) {
    this.#size = Math.max(8, Math.ceil(1.5 * capacity));
    this.#places = new Uint32Array(this.#size);
    this.#hashOf = hashOf;
  }

  /** The slot with this hash of which `isIt` says yes; -1 when there is none. */
  find(hash: number, isIt: (slot: number) => boolean): number {
    const place = this.#search(hash, (entry) => entry === 0 || isIt(entry - 1));
    return this.#at(place) - 1;
  }

  add(hash: number, slot: number): void {
    this.#places[this.#search(hash, (entry) => entry === 0)] = slot + 1;
  }

  /** The peer in `from` is to be found in `to` from now on. */
  move(hash: number, from: number, to: number): void {
    this.#places[this.#placeOf(hash, from)] = to + 1;
  }

  /** Keys of all other slots must still be in place: later entries are looked at. */
  remove(hash: number, slot: number): void {
    let gap = this.#placeOf(hash, slot);
    for (let place = this.#next(gap); this.#at(place) !== 0; place = this.#next(place)) {
      const home = this.#homeOf(this.#hashOf(this.#at(place) - 1));
      // An entry may go up to the gap unless its home lies behind the gap, counted round the end of the table.
      if (this.#distance(home, place) < this.#distance(gap, place)) continue;
      this.#places[gap] = this.#at(place);
      gap = place;
    }
    this.#places[gap] = 0;
  }

  /** How many places are taken; counts them, for tests. */
  count(): number {
    return this.#places.reduce((sum, entry) => sum + (entry === 0 ? 0 : 1), 0);
  }

  #placeOf(hash: number, slot: number): number {
    const place = this.#search(hash, (entry) => entry === 0 || entry === slot + 1);
    if (this.#at(place) === 0) throw new Error(`invariant violation: slot ${slot} is not in the index`);
    return place;
  }

  #search(hash: number, isEnd: (entry: number) => boolean): number {
    let place = this.#homeOf(hash);
    while (!isEnd(this.#at(place))) place = this.#next(place);
    return place;
  }

  #next(place: number): number {
    return place + 1 === this.#size ? 0 : place + 1;
  }

  #homeOf(hash: number): number {
    return (hash >>> 0) % this.#size;
  }

  /** Steps from one place to another. */
  #distance(from: number, to: number): number {
    return to >= from ? to - from : to - from + this.#size;
  }

  #at(place: number): number {
    return this.#places[place] as number; // below the size
  }
}
