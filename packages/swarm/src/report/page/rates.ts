import type { ReportModel } from '../model/report-model.ts';
import { element } from './elements.ts';
import { groupLook } from './palette.ts';
import { eachRun, type Picture, place, type Scene } from './scene.ts';
import { drawTimeChart, type TimeSeries } from './time-chart.ts';
import { roundUp, short, unitOf } from './units.ts';

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
              ...{ dash: [2, 4], width: 1.5 },
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

function draw(into: HTMLElement, run: ReportModel, scene: Scene, does: string, series: readonly TimeSeries[]): void {
  const most = mostOf(scene.runs);
  const unit = unitOf(most);
  const chart = {
    label: `What each group of ${run.name} ${does} per second, against time`,
    times: run.rates.times,
    series: series.map((one) => ({ ...one, values: one.values.map((rate) => (rate ?? 0) / unit.length) })),
    ...{ end: scene.end, top: roundUp(most / unit.length), moments: run.moments, height: 240 },
    write: (rate: number) => `${short(rate)} ${unit.name}/s`,
  };
  scene.plots.push(drawTimeChart(place(into), chart, scene.palette));
}

/** One scale for all runs. */
function mostOf(runs: readonly ReportModel[]): number {
  return Math.max(
    1,
    ...runs.flatMap(({ rates, groups }) => [
      ...rates.sent.flat(),
      ...rates.received.flat(),
      ...groups.map(({ upload }) => upload ?? 0),
    ]),
  );
}
