import type uPlotType from 'uplot';
import { element } from './elements.ts';
import type { Palette } from './palette.ts';
import { eachRun, type Picture, place } from './scene.ts';
import { drawTimeChart } from './time-chart.ts';
import { roundUp } from './units.ts';

/** What the tracker counts, and when it is asked. */
export const drawTracker: Picture = eachRun((into, run, { palette, end, plots, runs }) => {
  const { times, seeds, leeches, answered, failed } = run.tracker;
  const [colour = palette.ink, other = palette.ink] = palette.series;
  const most = (counts: (run: (typeof runs)[number]) => readonly number[]): number =>
    roundUp(Math.max(1, ...runs.flatMap(counts)));
  const shared = { times, end, moments: run.moments, write: (count: number) => String(count) };
  into.append(element('h3', '', 'peers it counts'));
  plots.push(
    drawTimeChart(
      place(into),
      {
        ...shared,
        label: `Seeds and leeches that the tracker of ${run.name} counts, against time`,
        series: [
          { label: 'seeds', values: seeds, colour: palette.seed, dash: [8, 4], kind: 'steps', width: 2.5 },
          { label: 'leeches', values: leeches, colour, kind: 'steps', width: 2.5 },
        ],
        top: most(({ tracker }) => [...tracker.seeds, ...tracker.leeches]),
        height: 220,
      },
      palette,
    ),
  );
  into.append(element('h3', '', 'announces'));
  plots.push(
    drawTimeChart(
      place(into),
      {
        ...shared,
        label: `Announces to the tracker of ${run.name}, against time`,
        series: [
          { label: 'answered', values: answered, colour: other, fill: other, kind: 'bars', width: 0 },
          { label: 'failed (crosses)', values: failed, colour: palette.seed, width: 0 },
        ],
        top: most(({ tracker }) => [...tracker.answered, ...tracker.failed]),
        height: 180,
        paint: (plot) => paintCrosses(plot, times, failed, palette),
      },
      palette,
    ),
  );
});

function paintCrosses(plot: uPlotType, times: readonly number[], counts: readonly number[], { seed }: Palette): void {
  const { ctx } = plot;
  const r = 4 * uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = seed;
  ctx.lineWidth = 2 * uPlot.pxRatio;
  counts.forEach((count, index) => {
    if (count === 0) return;
    const x = plot.valToPos((times[index] ?? 0) / 1_000, 'x', true);
    const y = plot.valToPos(count, 'y', true);
    ctx.beginPath();
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x + r, y - r);
    ctx.lineTo(x - r, y + r);
    ctx.stroke();
  });
  ctx.restore();
}
