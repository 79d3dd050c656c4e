import type { Bitfield } from '@seedbed/protocol';
import type { RarityOrder } from './rarity-order.ts';

/** What a picker may look at. */
export interface PickerView {
  /** Pieces that are neither there nor started, rarest first. */
  readonly open: RarityOrder;
  /** Pieces of the torrent that are there. */
  readonly have: Bitfield;
  /** Random numbers in [0, 1). */
  readonly random: () => number;
}

/** Chooses the piece to start next with a peer that holds `theirs`; `undefined` when it holds none that is open. */
export type PiecePicker = (view: PickerView, theirs: Bitfield) => number | undefined;

/** BEP 3: the first pieces are chosen at random, because a rare piece comes slowly and a new peer has nothing to trade. */
const RANDOM_FIRST_PIECES = 4;

/** The first open piece from `start` on, round the whole order, that the peer holds. */
function firstFrom(view: PickerView, theirs: Bitfield, start: number): number | undefined {
  const { open } = view;
  for (let step = 0; step < open.size; step++) {
    const piece = open.at((start + step) % open.size);
    if (theirs.has(piece)) return piece;
  }
  return undefined;
}

/** Any open piece. */
export const random: PiecePicker = (view, theirs) =>
  firstFrom(view, theirs, Math.floor(view.random() * view.open.size));

/**
 * The open piece that the fewest connected peers hold (BEP 3, "rarest first"), after a few random ones. Pieces that are
 * equally rare come in an order that differs from peer to peer, so that not everyone asks for the same one.
 */
export const rarestFirst: PiecePicker = (view, theirs) =>
  view.have.count < RANDOM_FIRST_PIECES ? random(view, theirs) : firstFrom(view, theirs, 0);
