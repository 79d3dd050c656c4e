import type { ProcessFigures } from './http/metrics/process-figures.ts';
import type { OperationTroubles } from './operations.ts';
import type { CounterFigures } from './service/tracker-counters.ts';

/** What all processes of a tracker have done together, and what each of them takes. */
export interface TrackerFigures {
  readonly counters: CounterFigures;
  readonly troubles: OperationTroubles;
  /** By name; a process that is the only one has none. */
  readonly processes: Readonly<Record<string, ProcessFigures>>;
}
