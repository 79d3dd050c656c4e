import { completionBound } from '../analysis/completion-bound.ts';
import { SwarmFailure } from '../failure.ts';
import { factsOfPlan } from '../report/facts-of-plan.ts';
import { networkOf } from '../scenario/network-of.ts';
import { planRun } from '../scenario/plan-run.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import { machineLimits } from './machine-limits.ts';
import { mostPeersFor } from './most-peers.ts';
import { placeMembers } from './place-members.ts';
import { readTraces } from './read-traces.ts';
import { refuseNamespaces } from './refuse-namespaces.ts';
import { refuseRun } from './refuse-run.ts';
import { peersInProcess, runNeeds } from './run-needs.ts';
import type { RunOrder } from './run-order.ts';
import type { RunRequest } from './run-request.ts';
import { measureSource } from './source.ts';

/** Runs without a bound are given so long, ms. */
const LONG_ENOUGH = 600_000;
/** Runs with one so many times as long, and a minute for all that is no download. */
const TIMES_BOUND = 4;
const BESIDE = 60_000;

/** What of a run is known before it begins. */
export interface PlannedRun {
  readonly order: RunOrder;
  /** The least time that it takes, ms; undefined where theory has no word on it. */
  readonly bound: number | undefined;
}

/**
 * Decides everything about a run, and whether this machine carries it, before anything is made.
 *
 * @throws SwarmFailure when it can't be run here
 */
export async function planOrder(request: RunRequest): Promise<PlannedRun> {
  const { scenario, folder } = request;
  const length = await measureSource(scenario.content);
  const plan = await definitePlan(request, length);
  refusePlan(request, plan);
  const limits = await machineLimits(folder);
  const network = networkOf(scenario);
  if (network === 'namespaces') await refuseNamespaces(plan);
  const mostPeers = mostPeersFor(plan.peers.length);
  const room = {
    processors: limits.processors,
    peersInProcess: peersInProcess(plan.peers.length, mostPeers, limits.files),
  };
  const hosts = placeMembers(plan, room, network);
  const isGenerated = !('path' in scenario.content);
  refuseRun(plan, runNeeds(plan, hosts, { length, isGenerated, mostPeers }), limits, folder);
  const bound = boundOf(plan, length);
  const duration = scenario.duration ?? (bound === undefined ? LONG_ENOUGH : TIMES_BOUND * bound + BESIDE);
  return { order: { request, plan, hosts, mostPeers, duration }, bound };
}

async function definitePlan({ scenario }: RunRequest, length: number): Promise<RunPlan> {
  const traces = await readTraces(scenario);
  try {
    return planRun(scenario, scenario.seedValue, { length, traces });
  } catch (error) {
    if (error instanceof RangeError) throw new SwarmFailure('content-unreadable', error.message, { cause: error });
    throw error;
  }
}

/** What of a scenario does not go together with how it is to be run. */
function refusePlan({ scenario, addresses }: RunRequest, { peers, timeline }: RunPlan): void {
  const isMadeUp = peers.find(({ storage }) => storage === 'synthetic');
  if (isMadeUp !== undefined && 'path' in scenario.content) {
    throw new SwarmFailure(
      'no-room',
      `${isMadeUp.name}: synthetic content is made up, and ${scenario.content.path} is not; set storage: file or memory`,
    );
  }
  if (addresses === 'shared' && timeline.some(({ action }) => action.kind === 'partition')) {
    throw new SwarmFailure('no-room', 'a partition tells peers apart by their addresses; leave out --addresses shared');
  }
}

/** The pieces do not matter for the bound. */
function boundOf(plan: RunPlan, length: number): number | undefined {
  const bound = completionBound(factsOfPlan(plan, { length, pieceLength: length }));
  return bound.applies ? bound.time : undefined;
}
