import { firstHeld, type PickerView, type PiecePicker } from './piece-picker.ts';
import { randomPicker } from './random-picker.ts';

/** BEP 3: the first pieces are chosen at random, because a rare piece comes slowly and a new peer has nothing to trade. */
const RANDOM_FIRST_PIECES = 4;

const isBeginner = ({ have }: PickerView): boolean => have.count < RANDOM_FIRST_PIECES;

/**
 * The open piece that the fewest connected peers hold (BEP 3, "rarest first"), after a few random ones. Pieces that are
 * equally rare come in an order that differs from peer to peer, so that not everyone asks for the same one.
 */
export const rarestFirstPicker: PiecePicker = {
  asksFor: 'blocks',
  pick: (view, theirs) => (isBeginner(view) ? randomPicker.pick(view, theirs) : firstHeld(view, theirs, 0)),
  reason: (view) => (isBeginner(view) ? 'random-first' : 'rarest-first'),
};
