/** What a scan accepts. Everything is bounded by the bytes that are there, never by what they claim. */
export interface BencodeLimits {
  /** Lists and dictionaries inside each other. */
  readonly maxDepth?: number;
  /** Bytes. */
  readonly maxLength?: number;
  /** Values, keys included: an empty list is 2 bytes to send and some 50 in memory. */
  readonly maxValues?: number;
  /** Whether white space may follow the value, as editors and web servers leave it at the end of a file. */
  readonly trailingWhiteSpace?: boolean;
  /** Whether keys stay bytes, so that none is forbidden for what it would become as a text. */
  readonly rawKeys?: boolean;
}

export const DEFAULT_LIMITS: Required<BencodeLimits> = {
  // Metainfo needs 5; libtorrent stops at 100, Transmission at 32.
  maxDepth: 64,
  // The hashes of three million pieces, more than any torrent has.
  maxLength: 64 * 1024 * 1024,
  // A torrent of 500,000 files has 3 million.
  maxValues: 4_000_000,
  trailingWhiteSpace: false,
  rawKeys: false,
};
