import { firstHeld, type PiecePicker } from './piece-picker.ts';

/**
 * Any open piece. Peers come to hold different pieces without knowing what others hold, but rare ones are found late: it
 * shows what rarest first is worth.
 */
export const randomPicker: PiecePicker = {
  asksFor: 'blocks',
  pick: (view, theirs) => firstHeld(view, theirs, Math.floor(view.random() * (view.open.size - view.from))),
  reason: () => 'random',
};
