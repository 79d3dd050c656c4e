import type { PeerAddress } from '../address/peer-address.ts';

/** A peer in an answer; the id is there in the dictionary form only. */
export interface AnnouncedPeer extends PeerAddress {
  readonly peerId?: Uint8Array;
}

/** Seconds of an interval at most, 24 days: what fits into a timer of milliseconds. */
export const MAX_SECONDS = 2_147_483;

/** What a tracker answers (BEP 3). */
export interface AnnounceAnswer {
  /** Seconds until the next periodic announce. */
  readonly interval: number;
  /** Seconds that have to pass before any announce. */
  readonly minInterval?: number;
  /** Seeds. */
  readonly complete?: number;
  /** Leeches. */
  readonly incomplete?: number;
  /** Peers that ever completed. */
  readonly downloaded?: number;
  readonly peers: readonly AnnouncedPeer[];
  /** Where the tracker saw the announce come from (BEP 24), in the form of `normalizeIp`. */
  readonly externalIp?: string;
  /** To be sent back with the next announce. */
  readonly trackerId?: string;
  /** For the user. */
  readonly warning?: string;
}
