import type { PeerSession } from './peer-session.ts';
import type { UploadTurn } from './upload-turn.ts';

/**
 * The next turn of a leech: for a peer that holds nothing yet, so that it can give too; then for the one that gave us most
 * beyond what it got from us, in whole pieces; of equals for the one that holds least, then the one that waits longest.
 * Strangers stand before debtors, and who only takes waits.
 * A piece that was begun for it is finished first, then its oldest request counts.
 */
export function creditOrder(sessions: Iterable<PeerSession>, pieceLength: number): UploadTurn | undefined {
  let best: PeerSession | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const session of sessions) {
    const credit = session.isNewcomer(pieceLength)
      ? Number.POSITIVE_INFINITY
      : Math.floor((session.downloaded - session.uploaded) / pieceLength);
    if (best !== undefined && (credit < most || (credit === most && !goesBefore(session, best)))) continue;
    best = session;
    most = credit;
  }
  const piece = best && nextPiece(best);
  return best === undefined || piece === undefined ? undefined : { session: best, piece };
}

const goesBefore = (a: PeerSession, b: PeerSession): boolean =>
  a.bitfield.count === b.bitfield.count ? a.servedAt < b.servedAt : a.bitfield.count < b.bitfield.count;

function nextPiece({ begun, uploads }: PeerSession): number | undefined {
  for (const piece of begun.keys()) if (uploads.peekOf(piece) !== undefined) return piece;
  return uploads.peek()?.piece;
}
