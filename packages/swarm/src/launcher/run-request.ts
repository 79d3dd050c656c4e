import type { Scenario } from '../scenario/scenario.ts';

/** How peers get their addresses: one of 127/8 each, or 127.0.0.1 for all with a port each. */
export type AddressMode = 'own' | 'shared';

/** A scenario and how it is to be run here. */
export interface RunRequest {
  /** With the seed value and the paths that are meant. */
  readonly scenario: Scenario;
  /** What the run is called. */
  readonly name: string;
  /** The scenario as it was written, for the record. */
  readonly text: string;
  /** The folder of the run. It is made; what is there already must be empty. */
  readonly folder: string;
  /** Keep the content of the peers after it was checked. */
  readonly keep: boolean;
  /** Without any progress for this long, ms, a run is given up; longer where the links are slow (`stallTime`). */
  readonly stallAfter: number;
  /** Undefined: an address each, where the machine lets us bind them. */
  readonly addresses: AddressMode | undefined;
}
