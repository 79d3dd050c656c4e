import type { PeerKey, StoreAnnounce } from './peer-store.ts';

/** A swarm as it is kept between two runs of a tracker. */
export interface StoredSwarm {
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  readonly downloaded: number;
  /** When its figures are over, in whole seconds. */
  readonly forgetAt: number;
}

/** A peer as it is kept between two runs of a tracker; `validUntil` in ms. */
export interface StoredPeer extends PeerKey, Pick<StoreAnnounce, 'infoHash' | 'role' | 'completed' | 'validUntil'> {}
