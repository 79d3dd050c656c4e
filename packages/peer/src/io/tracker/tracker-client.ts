import type { AnnounceAnswer, AnnounceRequest, ScrapeEntry } from '@seedbed/protocol';

/** Why a tracker gives no answer. */
export interface TrackerRefusal {
  readonly ok: false;
  /** For the user: the tracker's own words, or what is wrong. */
  readonly reason: string;
  /** Seconds to stay away, as the tracker asks (BEP 31); Infinity for ever. */
  readonly retryIn?: number;
}

/** What came of an announce. */
export type AnnounceOutcome = { readonly ok: true; readonly answer: AnnounceAnswer } | TrackerRefusal;

/** What came of a scrape: the torrents that were asked for and that the tracker knows. */
export type ScrapeOutcome = { readonly ok: true; readonly torrents: readonly ScrapeEntry[] } | TrackerRefusal;

/**
 * Asks trackers of one kind of URL. Nothing here rejects. Every implementation passes the contract in
 * `test/support/tracker-client-contract.ts`.
 */
export interface TrackerClient {
  /** @param timeout ms for the whole answer; @param signal gives up early */
  announce(url: URL, request: AnnounceRequest, timeout: number, signal: AbortSignal): Promise<AnnounceOutcome>;
  /** @param infoHashes 1 to 74 of them, as many as one datagram takes */
  scrape(url: URL, infoHashes: readonly Uint8Array[], timeout: number, signal: AbortSignal): Promise<ScrapeOutcome>;
  /** Closes what is kept between requests. Nothing is asked any more; what is under way may be given up. */
  close(): void;
}
