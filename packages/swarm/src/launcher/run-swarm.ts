import { messageOf } from '../failure.ts';
import { describeRun } from '../manifest.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { RunFolder } from '../run-folder.ts';
import type { SwarmPlan } from '../swarm-plan.ts';
import type { Outcome, SwarmResult } from '../swarm-result.ts';
import { leechResults, seedCopies, swarmTime } from './leech-results.ts';
import { type CreateTorrent, describeContent } from './shared-content.ts';
import { checkSource } from './source.ts';
import { SwarmRun } from './swarm-run.ts';
import type { Phase, SwarmStatus } from './swarm-status.ts';

export interface RunSwarmComponents {
  readonly createTorrent: CreateTorrent;
  /** Aborted when the user wants the run to end; the reason says why. */
  readonly signal: AbortSignal;
  /** Told at each change of phase, and some times a second while peers run. */
  readonly onStatus: (status: SwarmStatus) => void;
}

const STATUS_EVERY_MS = 100;

/**
 * Runs a swarm of processes and leaves a folder that tells of it. Nothing is left running, however it ends.
 *
 * @throws SwarmFailure when it can't even begin: the content or the folder is unusable.
 */
export const runSwarm = async (plan: SwarmPlan, components: RunSwarmComponents): Promise<SwarmResult> => {
  await checkSource(plan.content);
  const folder = await RunFolder.create(plan.folder, plan.content.kind === 'path' ? plan.content.path : undefined);
  await folder.writeManifest(await describeRun(plan));

  let phase: Phase = 'preparing';
  let activity = '';
  const tell = (): void =>
    components.onStatus({
      phase,
      activity,
      length: run.content?.metainfo.geometry.totalLength ?? 0,
      leeches: run.progress?.snapshot(monotonicNow()) ?? [],
    });
  const run = new SwarmRun(plan, {
    folder,
    createTorrent: components.createTorrent,
    signal: components.signal,
    onPhase: (next, what) => {
      phase = next;
      activity = what;
      tell();
    },
  });

  let outcome: Outcome = 'verified';
  let reason: string | null = null;
  const ticking = setInterval(tell, STATUS_EVERY_MS);
  try {
    await run.execute();
  } catch (error) {
    outcome = components.signal.aborted ? 'interrupted' : 'failed';
    reason = messageOf(error);
    phase = 'stopping';
    activity = 'stopping all processes';
    tell();
  } finally {
    await run.end();
    clearInterval(ticking);
    if (!plan.keep) await folder.deleteContent();
  }
  const result = describeResult(plan, folder, run, outcome, reason);
  await folder.writeSummary(result);
  return result;
};

const describeResult = (
  plan: SwarmPlan,
  folder: RunFolder,
  run: SwarmRun,
  outcome: Outcome,
  reason: string | null,
): SwarmResult => ({
  outcome,
  reason,
  folder: folder.path,
  content: run.content === undefined ? null : describeContent(run.content),
  seeds: plan.seeds,
  leechesWanted: plan.leeches,
  leeches: run.progress === undefined ? [] : leechResults(run.progress, run.checked),
  time: run.progress === undefined ? null : swarmTime(run.progress),
  seedCopies:
    run.progress === undefined || run.content === undefined
      ? 0
      : seedCopies(run.progress, run.content.metainfo.geometry.totalLength),
  events: run.eventCounts,
});
