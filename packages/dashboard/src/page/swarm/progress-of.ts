import type { PeerView } from '../../model/index.ts';

/** The part of the content that a peer has verified, 0 to 1. */
export function progressOf({ haveCount, have }: Pick<PeerView, 'haveCount' | 'have'>): number {
  return have.length === 0 ? 1 : haveCount / have.length;
}
