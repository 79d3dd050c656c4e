import type { RunPlan } from '../scenario/run-plan.ts';
import type { HostPlan } from './place-members.ts';
import type { RunRequest } from './run-request.ts';

/** What is decided of a run before it begins. */
export interface RunOrder {
  readonly request: RunRequest;
  readonly plan: RunPlan;
  readonly hosts: readonly HostPlan[];
  /** Connections of a peer at most; undefined is the daemon's default. */
  readonly mostPeers: number | undefined;
  /** From the start of the run, ms. */
  readonly duration: number;
}
