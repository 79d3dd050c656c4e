import type uPlotType from 'uplot';
import type { ReportModel } from '../model/report-model.ts';
import { element, keys } from './elements.ts';
import { groupLook, mix } from './palette.ts';
import { eachRun, type Picture, place, type Scene } from './scene.ts';
import { drawTimeChart } from './time-chart.ts';

/** More lines than this are a skein: then each leech is a band. */
const MOST_LINES = 24;

/** The pieces of each leech against time. */
export const drawProgress: Picture = eachRun((into, run, scene) => {
  const leeches = run.peers.flatMap(({ role }, index) => (role === 'leech' ? [index] : []));
  if (leeches.length > MOST_LINES) drawBands(into, run, leeches, scene);
  else drawLines(into, run, leeches, scene);
});

function drawLines(
  into: HTMLElement,
  run: ReportModel,
  leeches: readonly number[],
  { palette, end, plots }: Scene,
): void {
  const groups = run.groups.flatMap(({ name, role }, group) =>
    role === 'leech' ? [{ label: name, ...groupLook(run, group, palette) }] : [],
  );
  if (groups.length > 1) into.append(keys(groups));
  const chart = {
    label: `Verified pieces of each leech of ${run.name}, against time`,
    times: run.progress.times,
    series: leeches.map((index) => {
      const peer = run.peers[index];
      const values = run.progress.have[index] ?? [];
      return {
        label: peer?.name ?? '',
        values: values.map((pieces) => (pieces / Math.max(1, run.pieces)) * 100),
        ...groupLook(run, peer?.group ?? 0, palette),
        width: leeches.length > 12 ? 1.2 : 1.6,
      };
    }),
    ...{ end, top: 100, moments: run.moments, bound: run.bound, showsValues: false },
    write: (share: number) => `${Math.round(share)}\u00a0%`,
  };
  plots.push(drawTimeChart(place(into), chart, palette));
}

function drawBands(
  into: HTMLElement,
  run: ReportModel,
  leeches: readonly number[],
  { palette, end, plots }: Scene,
): void {
  const last = Number.POSITIVE_INFINITY;
  const rows = leeches.toSorted((a, b) => (run.peers[b]?.completedAt ?? last) - (run.peers[a]?.completedAt ?? last));
  const paint = (plot: uPlotType): void => {
    const { ctx, bbox } = plot;
    const { times, have } = run.progress;
    const height = bbox.height / rows.length;
    rows.forEach((index, row) => {
      const pieces = have[index] ?? [];
      times.forEach((t, column) => {
        const from = plot.valToPos(t / 1_000, 'x', true);
        const to = plot.valToPos((times[column + 1] ?? t) / 1_000, 'x', true);
        ctx.fillStyle = mix(palette.low, palette.high, (pieces[column] ?? 0) / Math.max(1, run.pieces));
        ctx.fillRect(from, bbox.top + bbox.height - (row + 1) * height, to - from + 1, height + 0.5);
      });
    });
  };
  const chart = {
    label: `Verified pieces of each leech of ${run.name}, against time; the first to complete at the top`,
    times: run.progress.times,
    series: [{ label: '', values: run.progress.times.map(() => null), colour: palette.quiet }],
    ...{ end, top: rows.length, moments: run.moments, bound: null, showsValues: false, paint },
    rows: rows.map((index) => run.peers[index]?.name ?? ''),
    height: Math.max(280, Math.min(620, rows.length * 6)),
    write: String,
  };
  plots.push(drawTimeChart(place(into), chart, palette));
  const ramp = element('p', 'ramp', 'no piece');
  ramp.append(element('i'), 'all pieces');
  into.append(ramp);
}
