import type { ReportModel } from '../model/report-model.ts';
import { groupLook, lookOf } from './palette.ts';
import { type Picture, panel, place, type Scene } from './scene.ts';
import { drawTimeChart } from './time-chart.ts';

interface Curve {
  readonly label: string;
  readonly colour: string;
  readonly dash: number[];
  readonly leeches: number;
  /** Of completions, in order. */
  readonly times: readonly number[];
}

/** How many leeches are complete at a time: of one run group by group, of several runs a curve each. */
export const drawCompletions: Picture = (panels, scene) => {
  const isComparison = scene.runs.length > 1;
  const curves = isComparison
    ? scene.runs.map((run, place) => curveOf(run, run.name, () => true, lookOf(place, scene.palette)))
    : scene.runs.flatMap((run) => groupCurves(run, scene));
  const times = [...new Set([0, ...curves.flatMap((curve) => curve.times), scene.end])].sort((a, b) => a - b);
  const [run] = scene.runs;
  const chart = {
    label: 'Leeches that are complete, against time',
    times,
    series: curves.map(({ label, colour, dash, leeches, times: done }) => ({
      ...{ label, colour, dash, kind: 'steps' as const, width: 2.5 },
      values: shares(times, done, leeches),
    })),
    end: scene.end,
    top: 100,
    write: (share: number) => `${Math.round(share)}\u00a0%`,
    moments: isComparison ? [] : (run?.moments ?? []),
    bound: isComparison ? null : (run?.bound ?? null),
  };
  scene.plots.push(drawTimeChart(place(panel(panels, '')), chart, scene.palette));
};

function groupCurves(run: ReportModel, { palette }: Scene): Curve[] {
  return run.groups.flatMap(({ name, role }, group) =>
    role === 'seed'
      ? []
      : [curveOf(run, name, (index) => run.peers[index]?.group === group, groupLook(run, group, palette))],
  );
}

function curveOf(
  { peers }: ReportModel,
  label: string,
  counts: (index: number) => boolean,
  look: { colour: string; dash: number[] },
): Curve {
  const leeches = peers.filter(({ role }, index) => role === 'leech' && counts(index));
  const times = leeches.flatMap(({ completedAt }) => (completedAt === null ? [] : [completedAt]));
  return { label, ...look, leeches: leeches.length, times: times.sort((a, b) => a - b) };
}

/** In percent of the leeches. */
function shares(times: readonly number[], done: readonly number[], leeches: number): number[] {
  let count = 0;
  return times.map((t) => {
    while (count < done.length && (done[count] ?? 0) <= t) count += 1;
    return (count / Math.max(1, leeches)) * 100;
  });
}
