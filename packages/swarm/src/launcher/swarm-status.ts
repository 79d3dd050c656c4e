import type { LeechProgress } from './swarm-progress.ts';

/** What a run is doing, in order; `stopping` may follow on any. */
export type Phase = 'preparing' | 'starting' | 'running' | 'stopping' | 'checking';

/** A look at a run, for progress bars. */
export interface SwarmStatus {
  readonly phase: Phase;
  /** What exactly is done in this phase, for people. */
  readonly activity: string;
  /** Bytes of the content; 0 while it is not known. */
  readonly length: number;
  /** Empty before the peers are started. */
  readonly leeches: readonly LeechProgress[];
  /** The least time that is left by the bound of the scenario, ms; undefined where there is none, or it has passed. */
  readonly toGo: number | undefined;
  /** Which of several runs of the scenario this is, and how many there are. */
  readonly repetition: { readonly number: number; readonly of: number } | undefined;
}
