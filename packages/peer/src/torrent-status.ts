import type { TorrentStats } from '@seedbed/engine';

/** What a torrent is doing: its content is being hashed, it transfers, the disk holds it up, it has left. */
export type TorrentStage = 'checking' | 'running' | 'paused' | 'stopped';

/** Figures of a torrent, for people and programs: bytes of payload since the start, bytes per second over the last 20 s. */
export interface TorrentStatus extends TorrentStats {
  readonly name: string;
  /** 40 hexadecimal digits. */
  readonly infoHash: string;
  readonly stage: TorrentStage;
  /** Every piece is verified and the content has its final name. */
  readonly complete: boolean;
  /** Pieces that are verified. */
  readonly have: number;
  readonly pieces: number;
  /** Bytes of the content. */
  readonly length: number;
  /** Why it is paused. */
  readonly trouble?: string;
}

/** Figures of a torrent that has not begun. @param left bytes that are missing */
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
