import type { PeerSession } from './peer-session.ts';
import type { PieceFacts, UploadTurn } from './upload-turn.ts';

/** Pieces of one peer that are compared at most: no flood of requests makes the choice dear, and an honest peer asks for fewer. */
const MOST_COMPARED = 32;

interface Rank {
  readonly isNew: boolean;
  readonly begun: number;
  readonly copies: number;
  readonly servedAt: number;
}

/**
 * The next turn of a complete peer: of all that is asked of it the piece that it sent least often, so that every piece is
 * out once before any leaves twice. What a seed repeats before that is lost to the whole swarm, which can't be done before
 * each piece has left the seed; what comes after it, leeches can pass on.
 *
 * What was begun for a peer is finished first; of pieces sent equally often the rarest goes, then the peer that waits
 * longest.
 */
export function copiesFirst(sessions: Iterable<PeerSession>, facts: PieceFacts): UploadTurn | undefined {
  let turn: UploadTurn | undefined;
  let best: Rank | undefined;
  for (const session of sessions) {
    for (const piece of session.uploads.pieces(MOST_COMPARED)) {
      const rank: Rank = {
        isNew: !session.begun.has(piece),
        begun: facts.begun(piece),
        copies: facts.copies(piece),
        servedAt: session.servedAt,
      };
      if (best !== undefined && !isBefore(rank, best)) continue;
      best = rank;
      turn = { session, piece };
    }
  }
  return turn;
}

function isBefore(a: Rank, b: Rank): boolean {
  if (a.isNew !== b.isNew) return b.isNew;
  if (a.begun !== b.begun) return a.begun < b.begun;
  if (a.copies !== b.copies) return a.copies < b.copies;
  return a.servedAt < b.servedAt;
}
