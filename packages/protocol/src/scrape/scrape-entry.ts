/** What a tracker counts of one torrent (BEP 48). */
export interface ScrapeCounts {
  /** Seeds. */
  readonly complete: number;
  /** Peers that ever completed; some trackers do not count them. */
  readonly downloaded?: number;
  /** Leeches. */
  readonly incomplete: number;
}

/** What a tracker knows of one torrent. */
export interface ScrapeEntry extends ScrapeCounts {
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
}
