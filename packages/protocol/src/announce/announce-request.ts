/** What happened since the last announce; without one it is the periodic kind (BEP 3). */
export type AnnounceEvent = 'started' | 'completed' | 'stopped';

/** What a peer tells a tracker (BEP 3, compact of BEP 23). */
export interface AnnounceRequest {
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  /** Where the peer listens, 0 to 65535; 0 is nowhere. */
  readonly port: number;
  /** Bytes since `started`. */
  readonly uploaded: number;
  /** Bytes since `started`. */
  readonly downloaded: number;
  /** Bytes that are still missing; 2^53 - 1 also stands for "not known". */
  readonly left: number;
  readonly event?: AnnounceEvent;
  /** Peers that are wanted; negative leaves it to the tracker. */
  readonly numwant?: number;
  readonly compact: boolean;
  readonly noPeerId: boolean;
  /** Tells the tracker that it is the same peer after its address changed. */
  readonly key?: string;
  /** The address that the peer claims to have, in the form of `normalizeIp`. */
  readonly ip?: string;
  /** What the tracker's last answer asked to be sent back. */
  readonly trackerId?: string;
}
