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
}
