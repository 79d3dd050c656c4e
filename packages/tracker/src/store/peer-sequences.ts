const BLOCK_BITS = 2;

/** No block. */
export const NONE = -1;

/** Blocks of a sequence that stand in its row: with them it has 32 bytes and never lies in two lines of a processor's cache. */
const IN_ROW = 6;

/** Words of a row: how many peers, how many of them leeches, and the first blocks, each plus one: 0 is none. */
const ROW = 2 + IN_ROW;

/** Peers to a block: see `PeerTable`. Few, because most swarms are small and half a block of each is empty. */
export const BLOCK_SLOTS: number = 1 << BLOCK_BITS;

/** The block of a slot, or of a position the block's place in its sequence. */
export function blockOf(slot: number): number {
  return slot >>> BLOCK_BITS;
}

/** Where in its block a slot or position lies. */
export function offsetOf(slot: number): number {
  return slot & (BLOCK_SLOTS - 1);
}

/** The slot of a block that has the offset of `position`. */
export function slotOf(block: number, position: number): number {
  return (block << BLOCK_BITS) | offsetOf(position);
}

/**
 * The peers of each swarm in one address family, as positions 0 to `count` - 1: leeches first, seeds behind them. A sequence has
 * the number of its swarm. Which slots of the `PeerTable` its peers lie in is told by its blocks, in order. Only the table
 * changes it.
 *
 * Most swarms are small: their blocks stand in a row of numbers, 32 bytes for each swarm. An array for those of larger ones, which
 * costs an announce four more places of memory to look at, and each of them takes as long as all its arithmetic.
 */
export class PeerSequences {
  readonly #rows: Uint32Array;
  readonly #further = new Map<number, number[]>();
  /** What stands in it for the sequence that was asked for last: an answer of fifty peers asks for one of them fifty times. */
  #asked = NONE;
  #furtherOfAsked: readonly number[] | undefined;

  constructor(capacity: number) {
    this.#rows = new Uint32Array(capacity * ROW);
  }

  count(sequence: number): number {
    return this.#word(sequence, 0);
  }

  leeches(sequence: number): number {
    return this.#word(sequence, 1);
  }

  seeds(sequence: number): number {
    return this.count(sequence) - this.leeches(sequence);
  }

  /** One peer more or less at the end. */
  changeCount(sequence: number, by: 1 | -1): void {
    this.#rows[sequence * ROW] = this.count(sequence) + by;
  }

  /** One leech more or less. */
  changeLeeches(sequence: number, by: 1 | -1): void {
    this.#rows[sequence * ROW + 1] = this.leeches(sequence) + by;
  }

  /** The slot of a position. */
  slot(sequence: number, position: number): number {
    const block = this.block(sequence, blockOf(position));
    if (block === NONE) throw new RangeError(`position ${position} of a sequence of ${this.count(sequence)} peers`);
    return slotOf(block, position);
  }

  /** The block at a place of a sequence; `NONE` behind the last one. */
  block(sequence: number, place: number): number {
    if (place < IN_ROW) return this.#word(sequence, 2 + place) - 1;
    if (sequence !== this.#asked) {
      this.#asked = sequence;
      this.#furtherOfAsked = this.#further.get(sequence);
    }
    return this.#furtherOfAsked?.[place - IN_ROW] ?? NONE;
  }

  /** Puts a block behind the last one. @param place how many there are. */
  append(sequence: number, place: number, block: number): void {
    if (place < IN_ROW) this.#rows[sequence * ROW + 2 + place] = block + 1;
    else if (place > IN_ROW) this.#further.get(sequence)?.push(block);
    else {
      this.#further.set(sequence, [block]);
      this.#asked = NONE;
    }
  }

  /** Takes the last block away. @param place where it is. */
  dropLast(sequence: number, place: number): void {
    if (place < IN_ROW) this.#rows[sequence * ROW + 2 + place] = 0;
    else if (place > IN_ROW) this.#further.get(sequence)?.pop();
    else {
      this.#further.delete(sequence);
      this.#asked = NONE;
    }
  }

  #word(sequence: number, word: number): number {
    return this.#rows[sequence * ROW + word] as number; // swarms have numbers below the capacity
  }
}
