import { AllChoker } from './all-choker.ts';
import { Bep3Choker } from './bep3-choker.ts';
import type { Choker, ChokerOptions } from './choker.ts';
import { NewcomerSlots } from './newcomer-slots.ts';
import { RoundRobinChoker } from './round-robin-choker.ts';
import { UploadRateChoker } from './upload-rate-choker.ts';

/** How upload slots can be given away. */
export type ChokerName = 'turns' | 'bep3' | 'upload-rate' | 'round-robin' | 'all';

/** One way to give upload slots away. */
export interface ChokerPolicy {
  readonly create: (options: ChokerOptions, random: () => number) => Choker;
  /** Whether those who are unchoked are served in turn, a whole piece each, and not side by side. */
  readonly takesTurns: boolean;
}

/** The policies by name; each file says what its policy is good for. */
export const chokerPolicies: { readonly [Name in ChokerName]: ChokerPolicy } = {
  // Who is unchoked is decided as in BEP 3; the slots follow the uplink (`unchokeSlots`), and they are served in turn.
  // Beside these slots there are some for peers that hold nothing.
  turns: {
    create: (options, random) => new NewcomerSlots(new Bep3Choker(options, random), options, random),
    takesTurns: true,
  },
  bep3: { create: (options, random) => new Bep3Choker(options, random), takesTurns: false },
  'upload-rate': { create: (options, random) => new UploadRateChoker(options, random), takesTurns: false },
  'round-robin': { create: (options) => new RoundRobinChoker(options), takesTurns: false },
  all: { create: (options) => new AllChoker(options), takesTurns: false },
};
