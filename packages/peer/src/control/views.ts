import type { PeerStats, StartedPiece } from '@seedbed/engine';
import { clientName, formatAddress } from '@seedbed/protocol';
import type { RateLimits } from '../rate-limits.ts';
import type { TorrentHandle } from '../torrent-handle.ts';
import type { TorrentStatus } from '../torrent-status.ts';

/** Bytes per second; null for no limit, because JSON knows no infinity. */
export interface LimitsView {
  readonly upload: number | null;
  readonly download: number | null;
}

/** A torrent in the list: bytes, bytes per second over the last 20 s, counts. */
export interface TorrentView extends TorrentStatus {
  readonly limits: LimitsView;
}

/** A torrent by itself. */
export interface TorrentDetails extends TorrentView {
  readonly dir: string;
  readonly readOnly: boolean;
  readonly pieceLength: number;
  readonly files: number;
  readonly private: boolean;
  /** By tier (BEP 12). */
  readonly trackers: readonly (readonly string[])[];
  readonly comment?: string;
  readonly createdBy?: string;
}

/** A connection. */
export interface PeerView extends Omit<PeerStats, 'remote' | 'peerId' | 'address'> {
  /** Its printable peer id, the name in events. */
  readonly peer: string;
  /** The program, by its peer id (BEP 20). */
  readonly client: string;
  readonly address: string;
  /** The part of the pieces that it holds, 0 to 1. */
  readonly progress: number;
}

/** Pieces from `from` on: a character and a number for each. */
export interface PiecesView {
  /** All pieces of the torrent. */
  readonly pieces: number;
  readonly from: number;
  /** 1 where the piece is verified. */
  readonly bitfield: string;
  /** Connected peers that hold the piece. */
  readonly availability: readonly number[];
  /** All that were started and are not there yet, wherever they are. */
  readonly inFlight: readonly StartedPiece[];
}

export const limitsView = ({ upload, download }: RateLimits): LimitsView => ({
  upload: Number.isFinite(upload) ? upload : null,
  download: Number.isFinite(download) ? download : null,
});

export const torrentView = (torrent: TorrentHandle): TorrentView => {
  const { infoHash, name, stage, downloadRate, uploadRate, ...figures } = torrent.status();
  return {
    infoHash,
    name,
    stage,
    ...figures,
    downloadRate: Math.round(downloadRate),
    uploadRate: Math.round(uploadRate),
    limits: limitsView(torrent.limits),
  };
};

export const torrentDetails = (torrent: TorrentHandle): TorrentDetails => {
  const { metainfo, dir, readOnly } = torrent;
  const { geometry, files, announceTiers, comment, createdBy } = metainfo;
  return {
    ...torrentView(torrent),
    dir,
    readOnly,
    pieceLength: geometry.pieceLength,
    files: files.filter(({ padding }) => !padding).length,
    private: metainfo.private,
    trackers: announceTiers,
    ...(comment !== undefined && { comment }),
    ...(createdBy !== undefined && { createdBy }),
  };
};

export const peersView = (torrent: TorrentHandle): readonly PeerView[] => {
  const { pieceCount } = torrent.metainfo.geometry;
  return torrent.peers().map(({ remote, peerId, address, downloadRate, uploadRate, ...stats }) => ({
    peer: remote,
    client: clientName(peerId),
    address: formatAddress(address),
    ...stats,
    downloadRate: Math.round(downloadRate),
    uploadRate: Math.round(uploadRate),
    progress: stats.have / pieceCount,
  }));
};

export const piecesView = (torrent: TorrentHandle, from: number, count: number): PiecesView => {
  const have = torrent.have();
  const to = Math.max(from, Math.min(have.length, from + count));
  const marks = Array.from({ length: to - from }, (_, index) => (have.has(from + index) ? '1' : '0'));
  return {
    pieces: have.length,
    from,
    bitfield: marks.join(''),
    availability: torrent.availability(from, to),
    inFlight: torrent.startedPieces(),
  };
};
