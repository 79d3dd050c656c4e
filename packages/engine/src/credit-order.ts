import type { PeerSession } from './peer-session.ts';
import type { UploadTurn } from './upload-turn.ts';

/**
 * The next turn of a leech: for the peer that gave us most beyond what it got from us, in whole pieces; of equals for the
 * one that waits longest. Strangers stand before debtors, so a new peer gets its first piece, and who only takes waits.
 * A piece that was begun for it is finished first, then its oldest request counts.
 */
export function creditOrder(sessions: Iterable<PeerSession>, pieceLength: number): UploadTurn | undefined {
  let best: PeerSession | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const session of sessions) {
    const credit = Math.floor((session.downloaded - session.uploaded) / pieceLength);
    if (best !== undefined && (credit < most || (credit === most && session.servedAt >= best.servedAt))) continue;
    best = session;
    most = credit;
  }
  const piece = best && nextPiece(best);
  return best === undefined || piece === undefined ? undefined : { session: best, piece };
}

function nextPiece({ begun, uploads }: PeerSession): number | undefined {
  for (const piece of begun.keys()) if (uploads.peekOf(piece) !== undefined) return piece;
  return uploads.peek()?.piece;
}
