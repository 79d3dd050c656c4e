/** A lock that this process holds. */
export interface HeldLock {
  release(): Promise<void>;
}
