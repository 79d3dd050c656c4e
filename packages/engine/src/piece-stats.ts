import type { PieceDownload } from './piece-download.ts';

/** A piece that was started and is not there yet, for people. Blocks that are neither received nor asked for are missing. */
export interface StartedPiece {
  readonly piece: number;
  readonly blocks: number;
  readonly received: number;
  readonly requested: number;
}

export const startedPiece = (download: PieceDownload): StartedPiece => {
  const { piece, blockCount } = download;
  let received = 0;
  let requested = 0;
  for (let block = 0; block < blockCount; block++) {
    if (download.isReceived(block)) received++;
    else if (download.askedOf(block).length > 0) requested++;
  }
  return { piece, blocks: blockCount, received, requested };
};
