import type { EventEmitter } from 'node:events';
import type { PeerStats, StartedPiece } from '@seedbed/engine';
import type { Bitfield, Metainfo, PeerAddress } from '@seedbed/protocol';
import type { ChokeCounts } from './choke-counts.ts';
import type { StorageErrorCode } from './io/storage/storage-error.ts';
import type { RateLimits } from './rate-limits.ts';
import type { TorrentStatus } from './torrent-status.ts';

/** What a torrent tells while it is in a daemon. */
export interface TorrentEvents {
  /** Every wanted piece is verified and the wanted files have their final names; also when that was so at the start. */
  complete: [];
  /** The disk is full or broken, or the content was lost: told once for each reason, until `resumed`. */
  paused: [reason: string, code: StorageErrorCode];
  resumed: [];
  /** It has left the daemon. */
  stopped: [];
}

/** One torrent in a daemon. */
export interface TorrentHandle extends EventEmitter<TorrentEvents> {
  readonly metainfo: Metainfo;
  /** Folder that the content lies in, as it was given. */
  readonly dir: string;
  /** The content is only read. */
  readonly readOnly: boolean;
  /** Its own limits, beside those of the daemon. */
  readonly limits: RateLimits;
  /** How often peers were choked and unchoked. */
  readonly chokes: ChokeCounts;
  status(): TorrentStatus;
  /** The connections. */
  peers(): readonly PeerStats[];
  /** Pieces that are verified, as the last look at the content found them; none before. Read only. */
  have(): Bitfield;
  /** The pieces that were started and are not there yet. */
  startedPieces(): readonly StartedPiece[];
  /** Connected peers that hold each of the pieces in [from, to). */
  availability(from: number, to: number): readonly number[];
  /** Changes the limits that are given, at once. @throws RangeError when one is not above 0 */
  setLimits(limits: Partial<RateLimits>): void;
  /** Dials peers that no tracker named. */
  addPeers(addresses: readonly PeerAddress[]): void;
  /** Leaves its swarm in order, as `remove` does, but stays in the daemon. Takes at most 5 s. */
  pause(): Promise<void>;
  /** Comes back after `pause`: checks the content anew and begins. @throws StorageError; DaemonError `interrupted` */
  resume(): Promise<void>;
  /** Leaves in order: trackers are told, connections and files are closed. Takes at most 5 s. */
  remove(): Promise<void>;
  /**
   * Leaves in order and deletes the content, finished or not.
   *
   * @returns how many files were deleted
   * @throws DaemonError `read-only`, and the torrent stays; StorageError
   */
  removeWithContent(): Promise<number>;
}
