import type { CompletionBound } from './completion-bound.ts';
import type { Distribution } from './distribution.ts';
import type { RateClass } from './rate-classes.ts';
import type { UplinkUse } from './uplink-use.ts';

/** What a run comes to. Times are ms since its begin, the first start of a leech; null is what never came about. */
export interface RunFigures {
  readonly leeches: number;
  readonly completed: number;
  /** Completions of leeches. */
  readonly completions: Distribution | null;
  readonly firstCompletion: number | null;
  /** Null unless all completed. */
  readonly lastCompletion: number | null;
  readonly bound: CompletionBound;
  /** The last completion over the bound. */
  readonly overBound: number | null;
  /** How often the seeds had sent the content at the first completion, when each piece had arrived somewhere, and in the end. */
  readonly seedCopies: {
    readonly atFirstCompletion: number | null;
    readonly whenAllOut: number | null;
    readonly atEnd: number;
  };
  /** When each piece had arrived at some leech. */
  readonly allOutAt: number | null;
  readonly uplinks: readonly UplinkUse[];
  /** Share of time in which a leech is interested in another, over all pairs. */
  readonly interest: Distribution | null;
  readonly rateClasses: readonly RateClass[];
  /** Jain's index of the rates of the leeches, and of what they sent over what they got. */
  readonly fairness: { readonly rates: number | null; readonly giving: number | null };
  /** Payload received in vain over all payload of the leeches, 0 to 1. */
  readonly waste: number;
  /** From a leech's own start to its first block, or its first piece where blocks are not told. */
  readonly firstByte: Distribution | null;
}
