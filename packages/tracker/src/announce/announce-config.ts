/** The rules by which announces are answered. Times in ms. */
export interface AnnounceConfig {
  /** What peers are told to wait between two announces. */
  readonly interval: number;
  /** What they are told to wait at least. */
  readonly minInterval: number;
  /** A peer is forgotten this long after two intervals without an announce. */
  readonly grace: number;
  /** Peers in an answer when the client leaves it to us. */
  readonly numwant: number;
  /** Peers in an answer at most. */
  readonly maxNumwant: number;
  /** Whether `ip=` counts when it comes from a private or loopback address. */
  readonly trustIpParameter: boolean;
  /** Told to clients, who send it back (BEP 3); nothing depends on it. */
  readonly trackerId?: string | undefined;
}
