import type { Bitfield } from '@seedbed/protocol';
import type { RarityOrder } from './rarity-order.ts';

/** What a picker may look at. */
export interface PickerView {
  /** Pieces that are neither there nor started, rarest first. */
  readonly open: RarityOrder;
  /** The peer holds no piece before this place of the order: need not be searched. */
  readonly from: number;
  /** Pieces of the torrent that are there. */
  readonly have: Bitfield;
  /** Random numbers in [0, 1). */
  readonly random: () => number;
}

/** Chooses the piece to start next with a peer that holds `theirs`; `undefined` when it holds none that is open. */
export type PiecePicker = (view: PickerView, theirs: Bitfield) => number | undefined;

/** BEP 3: the first pieces are chosen at random, because a rare piece comes slowly and a new peer has nothing to trade. */
const RANDOM_FIRST_PIECES = 4;

/** The first piece that the peer holds, `offset` places after `from` and then once round to there. */
function firstHeld({ open, from }: PickerView, theirs: Bitfield, offset: number): number | undefined {
  const places = open.size - from;
  for (let step = 0; step < places; step++) {
    const piece = open.at(from + ((offset + step) % places));
    if (theirs.has(piece)) return piece;
  }
  return undefined;
}

/** Any open piece. */
export const random: PiecePicker = (view, theirs) =>
  firstHeld(view, theirs, Math.floor(view.random() * (view.open.size - view.from)));

/**
 * The open piece that the fewest connected peers hold (BEP 3, "rarest first"), after a few random ones. Pieces that are
 * equally rare come in an order that differs from peer to peer, so that not everyone asks for the same one.
 */
export const rarestFirst: PiecePicker = (view, theirs) =>
  view.have.count < RANDOM_FIRST_PIECES ? random(view, theirs) : firstHeld(view, theirs, 0);
