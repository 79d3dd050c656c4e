const BLOCK_BITS = 2;

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
 * Which slots of the `PeerTable` they lie in is told by `blocks`, in order. Only the table changes it.
 */
export class PeerSequence {
  count = 0;
  leeches = 0;
  blocks: number[] = [];

  get seeds(): number {
    return this.count - this.leeches;
  }

  /** The slot of a position. */
  slot(position: number): number {
    const block = this.blocks[blockOf(position)];
    if (block === undefined) throw new RangeError(`position ${position} of a sequence of ${this.count} peers`);
    return slotOf(block, position);
  }
}
