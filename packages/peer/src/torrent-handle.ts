import type { EventEmitter } from 'node:events';
import type { Metainfo, PeerAddress } from '@seedbed/protocol';
import type { TorrentStatus } from './torrent-status.ts';

/** What a torrent tells while it is in a daemon. */
export interface TorrentEvents {
  /** Every piece is verified and the content has its final name; also when it was complete at the start. */
  complete: [];
  /** The disk is full or broken: told once, until `resumed`. */
  paused: [reason: string];
  resumed: [];
  /** It has left the daemon. */
  stopped: [];
}

/** One torrent in a daemon. */
export interface TorrentHandle extends EventEmitter<TorrentEvents> {
  readonly metainfo: Metainfo;
  status(): TorrentStatus;
  /** Dials peers that no tracker named. */
  addPeers(addresses: readonly PeerAddress[]): void;
  /** Leaves in order: trackers are told, connections and files are closed. Takes at most 5 s. */
  remove(): Promise<void>;
}
