import type { TorrentState } from './torrent-state.ts';

/** Figures of a torrent, for people: payload bytes, and bytes per second over the last 20 s. */
export interface TorrentStats {
  readonly downloaded: number;
  readonly uploaded: number;
  readonly wasted: number;
  /** Of the wanted pieces. */
  readonly left: number;
  readonly peers: number;
  /** Of the peers, those that hold something we want and lack, and those that unchoke us. */
  readonly interesting: number;
  readonly unchoking: number;
  readonly downloadRate: number;
  readonly uploadRate: number;
}

export const torrentStats = (state: TorrentState, now: number): TorrentStats => {
  const { downloaded, uploaded, wasted, left, sessions } = state;
  let downloadRate = 0;
  let uploadRate = 0;
  let interesting = 0;
  let unchoking = 0;
  for (const session of sessions.values()) {
    downloadRate += session.downloadRate.rate(now);
    uploadRate += session.uploadRate.rate(now);
    if (session.amInterested) interesting++;
    if (!session.peerChoking) unchoking++;
  }
  const peers = sessions.size;
  return { downloaded, uploaded, wasted, left, peers, interesting, unchoking, downloadRate, uploadRate };
};
