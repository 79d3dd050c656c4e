import type { PeerView } from '../../model/index.ts';
import type { PieceMapGeometry } from './piece-map-geometry.ts';

/** What a cell of the piece map shows: the part of its pieces that is there, and whether something is on its way. */
export interface CellState {
  /** 0 to 1. */
  readonly there: number;
  readonly isInFlight: boolean;
}

export function cellState(peer: PeerView, geometry: PieceMapGeometry, column: number): CellState {
  const [from, to] = geometry.placesOf(column);
  let there = 0;
  let isInFlight = false;
  for (let place = from; place < to; place += 1) {
    const piece = geometry.pieceAt(place);
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
