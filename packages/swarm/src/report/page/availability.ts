import { eachRun, type Picture, place } from './scene.ts';
import { drawTimeChart } from './time-chart.ts';
import { roundUp } from './units.ts';

/** Copies of the rarest piece, and of all pieces on average. */
export const drawAvailability: Picture = eachRun((into, run, { palette, end, plots, runs }) => {
  const { times, least, mean } = run.availability;
  const [colour = palette.ink, other = palette.ink] = palette.series;
  const most = Math.max(1, ...runs.flatMap(({ availability }) => availability.mean));
  const chart = {
    label: `Copies of a piece in ${run.name}, against time`,
    times,
    series: [
      { label: 'rarest piece', values: least, colour, kind: 'steps' as const, width: 2.5, fill: `${colour}22` },
      { label: 'mean of all pieces', values: mean, colour: other, dash: [8, 4] },
    ],
    ...{ end, top: roundUp(most), moments: run.moments },
    write: (copies: number) => String(Number(copies.toFixed(1))),
  };
  plots.push(drawTimeChart(place(into), chart, palette));
});
