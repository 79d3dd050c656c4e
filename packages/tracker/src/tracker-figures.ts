import type { OperationTroubles } from './operations.ts';
import type { CounterFigures } from './service/tracker-counters.ts';

/** What all processes of a tracker have done together. */
export interface TrackerFigures {
  readonly counters: CounterFigures;
  readonly troubles: OperationTroubles;
}
