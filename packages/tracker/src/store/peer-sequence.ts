const BLOCK_BITS = 2;

/** No block. */
export const NONE = -1;

/** Blocks of a sequence that have a field. */
const IN_FIELDS = 3;

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
 * The peers of one swarm and one address family, as positions 0 to `count` - 1: leeches first, seeds behind them.
 * Which slots of the `PeerTable` they lie in is told by its blocks, in order. Only the table changes it.
 *
 * Most swarms are small: the first three blocks stand in fields, which take a quarter of the memory of an array.
 */
export class PeerSequence {
  count = 0;
  leeches = 0;
  #first = NONE;
  #second = NONE;
  #third = NONE;
  #further: number[] | undefined = undefined;

  get seeds(): number {
    return this.count - this.leeches;
  }

  /** The slot of a position. */
  slot(position: number): number {
    const block = this.block(blockOf(position));
    if (block === NONE) throw new RangeError(`position ${position} of a sequence of ${this.count} peers`);
    return slotOf(block, position);
  }

  /** The block at a place of the sequence; `NONE` behind the last one. */
  block(place: number): number {
    if (place >= IN_FIELDS) return this.#further?.[place - IN_FIELDS] ?? NONE;
    if (place === 0) return this.#first;
    return place === 1 ? this.#second : this.#third;
  }

  /** Puts a block behind the last one. @param place how many there are. */
  append(place: number, block: number): void {
    if (place < IN_FIELDS) this.#set(place, block);
    else if (this.#further === undefined) this.#further = [block];
    else this.#further.push(block);
  }

  /** Takes the last block away. @param place where it is. */
  dropLast(place: number): void {
    if (place < IN_FIELDS) this.#set(place, NONE);
    else if (place === IN_FIELDS) this.#further = undefined;
    else this.#further?.pop();
  }

  #set(place: number, block: number): void {
    if (place === 0) this.#first = block;
    else if (place === 1) this.#second = block;
    else this.#third = block;
  }
}
