import type { TorrentStats } from '@seedbed/engine';
import type { StorageErrorCode } from './io/storage/storage-error.ts';

/**
 * What a torrent is doing: its content is being checked, room for it is being made, it transfers, it was paused or the disk
 * holds it up, it has left.
 */
export type TorrentStage = 'checking' | 'allocating' | 'running' | 'paused' | 'stopped';

/** Figures of a torrent, for people and programs: bytes of payload since the start, bytes per second over the last 20 s. */
export interface TorrentStatus extends TorrentStats {
  readonly name: string;
  /** 40 hexadecimal digits. */
  readonly infoHash: string;
  readonly stage: TorrentStage;
  /** Every wanted piece is verified and the wanted files have their final names. */
  readonly complete: boolean;
  /** Pieces that are verified. */
  readonly have: number;
  readonly pieces: number;
  /** Bytes of the content. */
  readonly length: number;
  /** Bytes of the files that are wanted: `left` of them are missing. */
  readonly wanted: number;
  /** Bytes that have their place on the disk, and all that had none; only where that is done beforehand. */
  readonly allocated?: { readonly done: number; readonly total: number };
  /** Why it is paused, where nobody asked for it. */
  readonly trouble?: string;
  /** What kind of trouble with its content that is. */
  readonly troubleCode?: StorageErrorCode;
}

/** Bytes of payload since a torrent, or a daemon, began. */
export type TorrentTotals = Pick<TorrentStats, 'downloaded' | 'uploaded' | 'wasted'>;

export const addTotals = (a: TorrentTotals, b: TorrentTotals): TorrentTotals => ({
  downloaded: a.downloaded + b.downloaded,
  uploaded: a.uploaded + b.uploaded,
  wasted: a.wasted + b.wasted,
});

/** Figures of a torrent that takes no part in its swarm. @param left bytes that are missing */
export const emptyStats = (left: number): TorrentStats => ({
  downloaded: 0,
  uploaded: 0,
  wasted: 0,
  left,
  peers: 0,
  interesting: 0,
  unchoking: 0,
  downloadRate: 0,
  uploadRate: 0,
});
