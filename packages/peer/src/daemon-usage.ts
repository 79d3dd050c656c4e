import type { TorrentTotals } from './torrent-status.ts';

/** What a daemon holds just now, and the bytes of payload it has moved since its start. */
export interface DaemonUsage extends TorrentTotals {
  /** Connections, dials and handshakes under way included. */
  readonly connections: number;
  /** Bytes that are held for peers: not sent yet, or received and not looked at. Those of the system are not among them. */
  readonly peerBufferBytes: number;
  /** Bytes of unfinished pieces in memory. */
  readonly unfinishedBytes: number;
  /** Bytes that are kept of what was read for peers. */
  readonly cachedBytes: number;
  readonly openFiles: number;
}
