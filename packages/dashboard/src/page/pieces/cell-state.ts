import type { PeerView } from '../../model/index.ts';

/** What a cell of the piece map shows: the part of its pieces that is there, and whether something is on its way. */
export interface CellState {
  /** 0 to 1. */
  readonly there: number;
  readonly isInFlight: boolean;
}

/** @param pieces from, and up to but without */
export function cellState(peer: PeerView, [from, to]: readonly [number, number]): CellState {
  let there = 0;
  let isInFlight = false;
  for (let piece = from; piece < to; piece += 1) {
    if (peer.have.has(piece)) there += 1;
    else if (peer.inFlight.pieces.has(piece)) isInFlight = true;
  }
  return { there: to === from ? 0 : there / (to - from), isInFlight };
}

/** A cell in words. */
export function cellText(peer: PeerView, piece: number, copies: number): string {
  const holders = copies === 1 ? '1 peer holds it' : `${copies} peers hold it`;
  const state = peer.have.has(piece) ? 'there' : peer.inFlight.pieces.has(piece) ? 'in flight' : 'missing';
  return `${peer.name}, piece ${piece}: ${state}; ${holders}`;
}
