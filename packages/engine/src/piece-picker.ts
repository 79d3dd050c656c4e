import type { PickReason } from '@seedbed/events';
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

/** Chooses the piece to start next. */
export interface PiecePicker {
  /**
   * `blocks`: a peer is asked for as much in advance as its rate wants, wherever a piece ends. `pieces`: for whole pieces,
   * and a piece that waits untouched at one peer is asked of another that has nothing else to send.
   */
  readonly asksFor: 'blocks' | 'pieces';
  /** The piece to start with a peer that holds `theirs`; `undefined` when it holds none that is open. */
  pick(view: PickerView, theirs: Bitfield): number | undefined;
  /** How it chooses at present. */
  reason(view: PickerView): PickReason;
}

/** The first piece that the peer holds, `offset` places after `from` and then once round to there. */
export function firstHeld({ open, from }: PickerView, theirs: Bitfield, offset: number): number | undefined {
  const places = open.size - from;
  for (let step = 0; step < places; step++) {
    const piece = open.at(from + ((offset + step) % places));
    if (theirs.has(piece)) return piece;
  }
  return undefined;
}
