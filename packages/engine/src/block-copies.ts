/**
 * Blocks by the number of peers that are asked for them, those that were asked for the longest ago first. In end game
 * the block with the fewest copies on the way is asked for once more.
 */
export class BlockCopies {
  /** At place n the blocks that n peers are asked for. */
  readonly #blocks: readonly Set<number>[];

  /** @param most copies of a block at most: it is not offered any more when there are so many. */
  constructor(most: number) {
    this.#blocks = Array.from({ length: most }, () => new Set());
  }

  /** So many peers were and are asked for the block. */
  changed(block: number, from: number, to: number): void {
    if (from > 0) this.#blocks[from]?.delete(block);
    if (to > 0) this.#blocks[to]?.add(block);
  }

  /** The block with the fewest copies that fits, if more copies of it are allowed. */
  fewest(fits: (block: number) => boolean): number | undefined {
    for (const blocks of this.#blocks) for (const block of blocks) if (fits(block)) return block;
    return undefined;
  }
}
