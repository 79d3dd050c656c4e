/** A whole `piece` message, in memory that others may need next. */
export interface BlockMessage {
  readonly bytes: Uint8Array;
  /** Nobody reads the bytes any more. Who never calls it, because a connection is gone, leaves the memory to the collector. */
  release(): void;
}
