import type { Bitfield } from '@seedbed/protocol';
import type { RunPeerHeader } from './run-header.ts';

/** A model put away in little room. */
export interface SavedModel {
  readonly numbers: Float64Array;
  /** Peers that the plan did not know. */
  readonly added: readonly RunPeerHeader[];
  /** Peer ids, each with the place of its peer. */
  readonly ids: readonly (readonly [string, number])[];
  /** In the order of the peers. */
  readonly have: readonly Bitfield[];
  readonly availability: Uint16Array;
  readonly sentByStrangers: readonly (readonly [string, number])[];
}
