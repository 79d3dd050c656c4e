import type { PiecePicker } from './piece-picker.ts';
import { randomPicker } from './random-picker.ts';
import { rarestFirstPicker } from './rarest-first-picker.ts';
import { reroutingPicker } from './rerouting-picker.ts';
import { sequentialPicker } from './sequential-picker.ts';

/** How the piece to start next can be chosen. */
export type PickerName = 'rerouting' | 'rarest-first' | 'random' | 'sequential';

/** The policies by name; each file says what its policy is good for. */
export const pickerPolicies: { readonly [Name in PickerName]: PiecePicker } = {
  rerouting: reroutingPicker,
  'rarest-first': rarestFirstPicker,
  random: randomPicker,
  sequential: sequentialPicker,
};
