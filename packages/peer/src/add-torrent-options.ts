import type { PeerAddress } from '@seedbed/protocol';
import type { Allocation } from './allocation.ts';
import type { RateLimits } from './rate-limits.ts';

/** How a torrent is added. */
export interface AddTorrentOptions {
  /** Folder that the content lies in, or comes to; made when it is missing. */
  readonly dir: string;
  /** Where that folder has to lie, wherever symbolic links lead. Default: anywhere. */
  readonly within?: string;
  /** The files to fetch, by their indices in the torrent. Default: all. What is there of others is kept, and served. */
  readonly files?: Iterable<number>;
  /** The content is only read, and it must be complete. */
  readonly readOnly?: boolean;
  /** Content under the torrent's name of which no piece is right is replaced; it is refused otherwise. */
  readonly force?: boolean;
  /** Other daemons may read the content at the same time: it is not locked. Only with `readOnly`. */
  readonly shared?: boolean;
  /** Every piece is hashed, whatever the journal says. */
  readonly recheck?: boolean;
  /** Default: that of the daemon. */
  readonly allocate?: Allocation;
  /** Its own limits. Default: those that the daemon has for each torrent. */
  readonly limits?: Partial<RateLimits>;
  /** Peers to dial beside those of the trackers. */
  readonly connect?: readonly PeerAddress[];
  /** Pieces of the content that were looked at so far, and all of them. */
  readonly onCheckProgress?: (done: number, total: number) => void;
  /** The journal can't be written, so that the next start has to hash; told once, until it can be again. */
  readonly onJournalTrouble?: (text: string) => void;
}
