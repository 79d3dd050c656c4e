import { formatSize } from '@seedbed/settings';
import { SwarmFailure } from '../failure.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import type { MachineLimits } from './machine-limits.ts';
import { MOST_MEMBERS } from './member.ts';
import type { RunNeeds } from './run-needs.ts';

/**
 * Refuses what this machine can't carry, before anything is started.
 *
 * @throws SwarmFailure with what would be enough
 */
export function refuseRun({ peers }: RunPlan, needs: RunNeeds, limits: MachineLimits, folder: string): void {
  if (peers.length > MOST_MEMBERS) refuse(`${peers.length} peers are more than the ${MOST_MEMBERS} addresses of a run`);
  if (needs.files > (limits.files ?? Number.POSITIVE_INFINITY)) {
    refuse(
      `a process of this run needs ${needs.files} open files and may have ${limits.files}; ulimit -Hn ${needs.files} is enough, or fewer peers`,
    );
  }
  if (needs.memory > limits.memory) {
    refuse(
      `the run needs some ${formatSize(needs.memory)} of memory and ${formatSize(limits.memory)} are free; fewer peers are enough, or storage: synthetic`,
    );
  }
  if (needs.disk > limits.disk) {
    refuse(
      `the source and its copies need ${formatSize(needs.disk)} and the disk of ${folder} has ${formatSize(limits.disk)} free; take less with --size or --leeches (size and count in a scenario), or another disk with --out`,
    );
  }
}

function refuse(reason: string): never {
  throw new SwarmFailure('no-room', reason);
}
