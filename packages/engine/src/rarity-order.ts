/**
 * The pieces that are still to be started, from the rarest to the most common, kept in order while peers come, go and
 * tell of new pieces.
 *
 * `#order` holds the pieces sorted by count; `#start[c]` is the place of the first piece with a count of at least `c`.
 * A count changes by one at a time, so a piece only ever changes places with one at the edge of its group: constant
 * work for each `have`, whatever the number of pieces.
 *
 * Pieces of one count stand in random order: one that enters a group takes a random place in it. All peers hear the same
 * `have`s in much the same order, so an order of arrival would send them all after the same piece.
 */
export class RarityOrder {
  readonly #order: Uint32Array;
  readonly #place: Int32Array;
  readonly #count: Uint16Array;
  readonly #start: number[] = [0];
  readonly #random: () => number;
  #size = 0;

  /** An empty order. @param random numbers in [0, 1) */
  constructor(pieceCount: number, random: () => number) {
    this.#random = random;
    this.#order = new Uint32Array(pieceCount);
    this.#place = new Int32Array(pieceCount).fill(-1);
    this.#count = new Uint16Array(pieceCount);
  }

  /** Pieces in the order. */
  get size(): number {
    return this.#size;
  }

  /** Copies of the piece that were counted, also of one that is not in the order. */
  count(piece: number): number {
    return this.#count[piece] ?? 0;
  }

  has(piece: number): boolean {
    return (this.#place[piece] ?? -1) >= 0;
  }

  /** The piece at a place of the order, 0 the rarest. */
  at(place: number): number {
    return this.#order[place] ?? 0;
  }

  /** The place of the first piece with at least so many copies; `size` when there is none. */
  placeOf(count: number): number {
    return this.#start[count] ?? this.#size;
  }

  /** Puts a piece into the order. */
  insert(piece: number): void {
    if (this.has(piece)) return;
    const count = this.count(piece);
    this.#reach(count + 1);
    // A gap opens at the end and moves down to the group, over one piece of each group above.
    let gap = this.#size++;
    for (let group = this.#start.length - 1; group > count; group--) {
      const first = this.#start[group] ?? 0;
      this.#fill(gap, first);
      this.#start[group] = first + 1;
      gap = first;
    }
    this.#set(gap, piece);
    this.#shuffleIn(piece);
  }

  /** Takes a piece out: started, or verified. */
  remove(piece: number): void {
    if (!this.has(piece)) return;
    let gap = this.#place[piece] ?? 0;
    for (let group = this.count(piece) + 1; group < this.#start.length; group++) {
      const last = (this.#start[group] ?? 0) - 1;
      this.#fill(gap, last);
      this.#start[group] = last;
      gap = last;
    }
    this.#fill(gap, --this.#size);
    this.#place[piece] = -1;
  }

  /** One more connected peer has the piece. */
  increment(piece: number): void {
    const count = this.count(piece);
    this.#count[piece] = count + 1;
    if (!this.has(piece)) return;
    this.#reach(count + 2);
    const last = (this.#start[count + 1] ?? 0) - 1;
    this.#swap(piece, last);
    this.#start[count + 1] = last;
    this.#shuffleIn(piece);
  }

  /** One connected peer fewer has the piece. */
  decrement(piece: number): void {
    const count = this.count(piece);
    if (count === 0) throw new Error(`invariant: piece ${piece} is counted below zero`);
    this.#count[piece] = count - 1;
    if (!this.has(piece)) return;
    const first = this.#start[count] ?? 0;
    this.#swap(piece, first);
    this.#start[count] = first + 1;
    this.#shuffleIn(piece);
  }

  /** For tests: throws when the order, the places and the groups disagree. */
  checkInvariants(): void {
    for (let place = 0; place < this.#size; place++) {
      const piece = this.at(place);
      if (this.#place[piece] !== place) throw new Error(`piece ${piece} is not where its place says`);
      const count = this.count(piece);
      const start = this.#start[count] ?? 0;
      const end = this.#start[count + 1] ?? this.#size;
      if (place < start || place >= end) throw new Error(`piece ${piece} stands outside the group of ${count} copies`);
    }
    const placed = this.#place.reduce((sum, place) => sum + (place >= 0 ? 1 : 0), 0);
    if (placed !== this.#size) throw new Error(`${placed} pieces have a place, ${this.#size} are counted`);
  }

  /** Moves a piece that has just come into its group to a random place there. */
  #shuffleIn(piece: number): void {
    const first = this.placeOf(this.count(piece));
    const end = this.placeOf(this.count(piece) + 1);
    this.#swap(piece, first + Math.floor(this.#random() * (end - first)));
  }

  #reach(group: number): void {
    while (this.#start.length <= group) this.#start.push(this.#size);
  }

  /** Moves the piece at `from` into a gap; of an empty group both are the same place. */
  #fill(gap: number, from: number): void {
    if (from !== gap) this.#set(gap, this.at(from));
  }

  #set(place: number, piece: number): void {
    this.#order[place] = piece;
    this.#place[piece] = place;
  }

  /** Lets a piece change places with the one at a place. */
  #swap(piece: number, place: number): void {
    const from = this.#place[piece] ?? 0;
    const other = this.at(place);
    this.#set(from, other);
    this.#set(place, piece);
  }
}
