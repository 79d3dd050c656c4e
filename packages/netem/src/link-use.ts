/** How much of one direction of a link was used. Times in ms. */
export interface LinkUse {
  /** Bytes that it has let through in all. */
  readonly bytes: number;
  /** Time in which it had work without a pause, at a constant rate. */
  readonly busy: number;
  /** Bytes that it has let through in that time: these by `busy` are the rate that was reached. */
  readonly busyBytes: number;
  /** The longest such stretch. */
  readonly longest: { readonly time: number; readonly bytes: number };
}
