import { AllChoker } from './all-choker.ts';
import { Bep3Choker } from './bep3-choker.ts';
import type { Choker, ChokerOptions } from './choker.ts';
import { RoundRobinChoker } from './round-robin-choker.ts';
import { UploadRateChoker } from './upload-rate-choker.ts';

/** How upload slots can be given away. */
export type ChokerName = 'bep3' | 'upload-rate' | 'round-robin' | 'all';

/** The policies by name; each file says what its policy is good for. */
export const chokerPolicies: {
  readonly [Name in ChokerName]: (options: ChokerOptions, random: () => number) => Choker;
} = {
  bep3: (options, random) => new Bep3Choker(options, random),
  'upload-rate': (options, random) => new UploadRateChoker(options, random),
  'round-robin': (options) => new RoundRobinChoker(options),
  all: (options) => new AllChoker(options),
};
