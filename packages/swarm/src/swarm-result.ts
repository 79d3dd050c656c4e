/** How a run ended. Only `verified` means that every leech holds exactly what the source holds. */
export type Outcome = 'verified' | 'failed' | 'interrupted';

/** What was shared. Lengths are bytes. */
export interface ContentResult {
  readonly name: string;
  readonly infoHash: string;
  readonly length: number;
  readonly pieces: number;
  readonly pieceLength: number;
  readonly files: readonly { readonly path: string; readonly length: number; readonly sha256: string }[];
}

/** One leech at the end of a run. What never came about is null. */
export interface LeechResult {
  readonly name: string;
  /** Bytes of verified pieces. */
  readonly bytes: number;
  /** From its start to its last verified piece, ms. */
  readonly time: number | null;
  /** The length of the content over that time, bytes per second. */
  readonly rate: number | null;
  /** Payload by the role of its sender, and the part of it that was received in vain, bytes. */
  readonly fromSeeds: number;
  readonly fromLeeches: number;
  readonly wasted: number;
  /** The launcher's own SHA-256 of every file equals the source's; null where it was not checked. */
  readonly verified: boolean | null;
  /** The first file that differs from the source. */
  readonly differs: string | null;
}

/** What a run leaves behind as `summary.json`. */
export interface SwarmResult {
  readonly outcome: Outcome;
  /** In one line, why the run is not verified. */
  readonly reason: string | null;
  /** The run's folder. */
  readonly folder: string;
  readonly content: ContentResult | null;
  readonly seeds: number;
  /** Those that came to be: none when the run ended before. */
  readonly leeches: readonly LeechResult[];
  /** How many leeches were asked for. */
  readonly leechesWanted: number;
  /** From the first start of a leech to the last completion, ms; null unless all have completed. */
  readonly time: number | null;
  /** How often the seeds together have sent the content. */
  readonly seedCopies: number;
  readonly events: {
    readonly written: number;
    /** Came too late for their place in the order. */
    readonly late: number;
    /** Could not be read, or were dropped by the peer that told them. */
    readonly lost: number;
  };
}
