import type { EventLevel } from '@seedbed/events';
import type { CompletionBound } from '../analysis/completion-bound.ts';
import type { RunSummary } from '../run-summary.ts';
import type { PlannedAction, RunPlan } from '../scenario/run-plan.ts';

/** What somebody who watches may do to a run: all that a plan may, and one thing more. */
export type HandAction = PlannedAction | { readonly kind: 'add-leech'; readonly group?: string | undefined };

/** What can't be done to a run as it is now; the message says in one line why. */
export class HandActionError extends Error {
  override readonly name = 'HandActionError';
}

/** A run that is about to begin, for those who want to see it. */
export interface WatchedRun {
  readonly name: string;
  /** Its folder. */
  readonly folder: string;
  readonly plan: RunPlan;
  /** Lengths are bytes. */
  readonly content: { readonly length: number; readonly pieceLength: number; readonly pieces: number };
  readonly bound: CompletionBound;
  readonly eventLevel: EventLevel;
  /** Now, on the clock of the events, ms. */
  readonly now: number;
  /** @throws HandActionError */
  act(action: HandAction): Promise<void>;
}

/** How a run ended, and why not well. */
export type RunEnd = Pick<RunSummary, 'outcome' | 'reason'>;

/** Whoever watches a run: neither it nor the run waits for the other. */
export interface RunWatcher {
  /** An event as soon as it is heard of: a line of NDJSON without its end. */
  readonly onLine: (line: string) => void;
  /** The run is over, checked and summed up. */
  readonly end: (ending: RunEnd) => void;
}

/** Told once for each run, before its first event. */
export type WatchRun = (run: WatchedRun) => Promise<RunWatcher>;
