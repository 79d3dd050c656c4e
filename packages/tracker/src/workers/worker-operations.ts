import { FaultPlan } from '../faults/fault-plan.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import { type OperationTroubles, type ProcessOperations, plannedFault } from '../operations.ts';
import { type AnnounceLimiter, Policy } from '../policy/policy.ts';
import type { OnAnnounce } from '../service/announce-seen.ts';
import type { WorkerOrder, WorkerRules } from './worker-messages.ts';

/** What a worker is given. */
interface WorkerOperationsComponents {
  /** Asks the first process, so that an address has one budget with all of them. */
  readonly limiter: AnnounceLimiter;
  readonly onAnnounce: OnAnnounce;
}

/** The operations of a worker: lists and faults as the first process says, which also reads and writes the files. */
export class WorkerOperations implements ProcessOperations {
  readonly admission: Policy | undefined;
  readonly faults: FaultPlan;
  readonly onAnnounce: OnAnnounce;
  readonly controlUrl = undefined;
  readonly reloads = false;
  /** Nothing is written here. */
  readonly troubles: OperationTroubles = { eventsLost: 0, stateFailures: 0 };

  constructor({ config, limited, listed, rules }: WorkerOrder, { limiter, onAnnounce }: WorkerOperationsComponents) {
    this.admission = limited || listed ? new Policy(limited ? limiter : undefined) : undefined;
    this.faults = new FaultPlan(seededRandom(config.faultSeed));
    this.onAnnounce = onAnnounce;
    this.apply(rules);
  }

  /** Other lists and faults hold from now on. */
  apply({ lists, faults }: WorkerRules): void {
    if (this.admission !== undefined) this.admission.lists = lists;
    this.faults.set(faults.map(plannedFault));
  }

  async begin(): Promise<void> {}

  async reload(): Promise<void> {}

  async close(): Promise<void> {}
}
