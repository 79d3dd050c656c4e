/** Where the bytes of one block go while they arrive from one peer. */
export interface BlockWriter {
  /** Bytes of the block from `offset` on; a view that is only valid during the call, and is copied. */
  write(data: Uint8Array, offset: number): void;
  /**
   * Every byte is in.
   *
   * @param keep whether the block is still wanted; if not, it is missing again
   * @returns whether the block is now part of its piece
   */
  end(keep: boolean): boolean;
  /** The connection is gone before the end. */
  abort(): void;
}

/** For blocks that nobody waits for: their bytes go nowhere. */
export const nowhere: BlockWriter = {
  write: () => {},
  end: () => false,
  abort: () => {},
};
