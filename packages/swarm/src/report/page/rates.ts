import type { ReportModel } from '../model/report-model.ts';
import { element } from './elements.ts';
import { groupLook } from './palette.ts';
import { eachRun, type Picture, place, type Scene } from './scene.ts';
import { drawTimeChart, type TimeSeries } from './time-chart.ts';
import { sizeText } from './units.ts';

/** What each group sends, and what each group of leeches receives. */
export const drawRates: Picture = eachRun((into, run, scene) => {
  into.append(element('h3', '', 'sent'));
  draw(into, run, scene, 'sends', [
    ...run.groups.map((group, index) => seriesOf(run, index, group.name, run.rates.sent[index] ?? [], scene)),
    ...run.groups.flatMap(({ name, upload }, index) =>
      upload === null
        ? []
        : [
            {
              ...seriesOf(
                run,
                index,
                `uplinks of ${name}`,
                run.rates.times.map(() => upload),
                scene,
              ),
              ...{ dash: [1, 4], width: 1.5 },
            },
          ],
    ),
  ]);
  into.append(element('h3', '', 'received'));
  draw(
    into,
    run,
    scene,
    'receives',
    run.groups.flatMap(({ name, role }, index) =>
      role === 'seed' ? [] : [seriesOf(run, index, name, run.rates.received[index] ?? [], scene)],
    ),
  );
});

function seriesOf(
  run: ReportModel,
  group: number,
  label: string,
  values: readonly number[],
  { palette }: Scene,
): TimeSeries {
  return { label, values, ...groupLook(run, group, palette) };
}

function draw(
  into: HTMLElement,
  run: ReportModel,
  { palette, end, plots, runs }: Scene,
  does: string,
  series: readonly TimeSeries[],
): void {
  const chart = {
    label: `What each group of ${run.name} ${does} per second, against time`,
    times: run.rates.times,
    series,
    ...{ end, top: topOf(runs), moments: run.moments, bound: run.bound, height: 240 },
    write: (rate: number) => `${sizeText(rate)}/s`,
  };
  plots.push(drawTimeChart(place(into), chart, palette));
}

/** One scale for all runs, up to a round number of binary units. */
function topOf(runs: readonly ReportModel[]): number {
  const most = Math.max(
    1,
    ...runs.flatMap(({ rates, groups }) => [
      ...rates.sent.flat(),
      ...rates.received.flat(),
      ...groups.map(({ upload }) => upload ?? 0),
    ]),
  );
  const unit = 1024 ** Math.floor(Math.log2(most) / 10);
  return Math.ceil((most * 1.08) / unit) * unit;
}
