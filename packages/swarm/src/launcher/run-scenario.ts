import { join } from 'node:path';
import { messageOf } from '../failure.ts';
import { describeRun } from '../manifest.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import type { ReportedRun } from '../report/reported-run.ts';
import { writeRepetitions, writeRunReport } from '../report/write-report.ts';
import { RunFolder } from '../run-folder.ts';
import type { RepeatedSummary, RunSummary } from '../run-summary.ts';
import { judgeMachine } from './judge-machine.ts';
import { limiterLeak } from './limiter-leak.ts';
import { type PlannedRun, planOrder } from './plan-order.ts';
import type { RunRequest } from './run-request.ts';
import type { RunEnd, WatchRun } from './run-watch.ts';
import { type CreateTorrent, describeContent } from './shared-content.ts';
import { SwarmRun } from './swarm-run.ts';
import type { Phase, SwarmStatus } from './swarm-status.ts';

export interface RunScenarioComponents {
  readonly createTorrent: CreateTorrent;
  /** Aborted when the user wants the run to end; the reason says why. */
  readonly signal: AbortSignal;
  /** Told at each change of phase, and some times a second while peers run. */
  readonly onStatus: (status: SwarmStatus) => void;
  /** Somebody wants to see each run. */
  readonly watch?: WatchRun | undefined;
}

const STATUS_EVERY_MS = 100;

/**
 * Runs a scenario, as often as it says, and leaves a folder that tells of it. Nothing is left running, however it ends.
 *
 * @throws SwarmFailure when it can't even begin: the content or the folder is unusable, the machine too small
 */
export const runScenario = async (
  request: RunRequest,
  components: RunScenarioComponents,
): Promise<RunSummary | RepeatedSummary> => {
  const planned = await planOrder(request);
  const { content, repetitions } = request.scenario;
  const folder = await RunFolder.create(request.folder, 'path' in content ? content.path : undefined);
  if (repetitions === 1) return (await runOnce(planned, folder, undefined, components)).summary;

  await folder.writeScenario(request.text);
  const runs: ReportedRun[] = [];
  // The first one also where it is interrupted before it begins: it says so.
  for (let number = 1; number <= repetitions && (number === 1 || !components.signal.aborted); number += 1) {
    const below = await RunFolder.create(join(folder.path, String(number)), undefined);
    runs.push(await runOnce(planned, below, { number, of: repetitions }, components));
  }
  return writeRepetitions(folder.path, runs);
};

const runOnce = async (
  { order, bound }: PlannedRun,
  folder: RunFolder,
  repetition: SwarmStatus['repetition'],
  components: RunScenarioComponents,
): Promise<ReportedRun> => {
  const { request, plan } = order;
  await folder.writeManifest(await describeRun(request));
  await folder.writeScenario(request.text);
  await folder.writePlan(plan);

  let phase: Phase = 'preparing';
  let activity = '';
  const tell = (): void =>
    components.onStatus({
      phase,
      activity,
      length: run.content?.metainfo.geometry.totalLength ?? 0,
      leeches: run.leeches,
      toGo: phase === 'running' ? timeToGo(bound, run.startedAt) : undefined,
      repetition,
    });
  const run = new SwarmRun(order, {
    folder,
    createTorrent: components.createTorrent,
    signal: components.signal,
    watch: components.watch,
    onPhase: (next, what) => {
      phase = next;
      activity = what;
      tell();
    },
  });

  let end: RunEnd = { outcome: 'verified', reason: null };
  const ticking = setInterval(tell, STATUS_EVERY_MS);
  try {
    await run.execute();
  } catch (error) {
    end = { outcome: components.signal.aborted ? 'interrupted' : 'failed', reason: messageOf(error) };
    phase = 'stopping';
    activity = 'stopping all processes';
    tell();
  } finally {
    await run.end();
    clearInterval(ticking);
    if (!request.keep) await folder.deleteContent();
  }
  const summary = summarise(request, folder, run, end, repetition?.number ?? null);
  run.tellEnd({ outcome: summary.outcome, reason: summary.reason });
  await folder.writeSummary(summary);
  return writeRunReport(folder.path);
};

const summarise = (
  { scenario, name }: RunRequest,
  folder: RunFolder,
  run: SwarmRun,
  end: RunEnd,
  repetition: number | null,
): RunSummary => {
  const hasLimits = run.plan.peers.some(({ link }) => Number.isFinite(Math.min(link.upload, link.download)));
  const summary = run.summariser.summary({
    ...end,
    folder: folder.path,
    scenario: { name, description: scenario.description ?? null, seedValue: scenario.seedValue, repetition },
    content: run.content === undefined ? null : describeContent(run.content),
    links: run.links,
    machine: judgeMachine(run.machine, hasLimits),
    events: run.eventCounts,
    expectations: scenario.expect,
    checks: new Map([...run.checked].map(([peer, differs]) => [peer, { verified: differs === null, differs }])),
    orphans: run.orphans,
  });
  const leak = summary.figures === null || run.wasTouched ? undefined : limiterLeak(summary.figures);
  return leak === undefined || end.outcome !== 'verified' ? summary : { ...summary, outcome: 'failed', reason: leak };
};

const timeToGo = (bound: number | undefined, startedAt: number | undefined): number | undefined => {
  if (bound === undefined || startedAt === undefined) return undefined;
  const left = startedAt + bound - monotonicNow();
  return left > 0 ? left : undefined;
};

/** Whether a run, or all runs of a scenario, are verified and all that was expected held. */
export const isAsExpected = ({ outcome, verdicts }: RunSummary | RepeatedSummary): boolean =>
  outcome === 'verified' && verdicts.every(({ held }) => held === true);
