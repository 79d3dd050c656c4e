import type uPlotType from 'uplot';
import type { Moment } from '../model/report-model.ts';
import { element, keys } from './elements.ts';
import { drawMoments, drawVertical } from './moment-marks.ts';
import type { Palette } from './palette.ts';
import { secondsText } from './units.ts';

/** One line of a chart. */
export interface TimeSeries {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly colour: string;
  readonly dash?: number[];
  readonly width?: number;
  readonly fill?: string;
  readonly kind?: 'line' | 'steps' | 'bars';
}

/** A chart over the time of a run. */
export interface TimeChart {
  /** What it shows, for who can't see it. */
  readonly label: string;
  /** In ms. */
  readonly times: readonly number[];
  readonly series: readonly TimeSeries[];
  /** The last moment on the axis, ms, and the greatest value. */
  readonly end: number;
  readonly top: number;
  readonly write: (value: number) => string;
  readonly moments: readonly Moment[];
  readonly bound?: number | null;
  readonly height?: number;
  readonly showsValues?: boolean;
  /** The names of rows instead of numbers on the axis to the left. */
  readonly rows?: readonly string[];
  /** Paints what is no line. */
  readonly paint?: (plot: uPlotType) => void;
}

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** Draws a chart into an element, as wide as that is. */
export function drawTimeChart(into: HTMLElement, chart: TimeChart, palette: Palette): uPlotType {
  const showsValues = chart.showsValues ?? true;
  if (showsValues) into.append(keys(chart.series.map(({ label, colour, dash = [] }) => ({ label, colour, dash }))));
  const picture = element('div');
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', chart.label);
  into.append(picture);
  const width = Math.max(240, into.clientWidth);
  const isNarrow = width < 480;
  const height = chart.height ?? (isNarrow ? 220 : 280);
  const ruled = { stroke: palette.grid, width: 1 };
  const data = [chart.times.map((t) => t / 1_000), ...chart.series.map(({ values }) => [...values])];
  return new uPlot(
    {
      width,
      height,
      padding: [20, 14, 0, 0],
      scales: { x: { time: false, range: [0, chart.end / 1_000] }, y: { range: [0, chart.top] } },
      legend: { show: showsValues },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: 'run', scales: ['x', null] },
        points: { show: chart.rows === undefined },
      },
      axes: [
        {
          ...{ stroke: palette.quiet, font: FONT, grid: ruled, ticks: ruled },
          space: isNarrow ? 60 : 80,
          values: (_, splits) => splits.map(secondsText),
        },
        {
          ...{ stroke: palette.quiet, font: FONT, ticks: ruled },
          ...leftAxis(chart, height, isNarrow),
          grid: chart.rows === undefined ? ruled : { show: false },
        },
      ],
      series: [
        { label: 'time', value: (_, seconds) => (seconds === null ? '–' : secondsText(seconds)) },
        ...chart.series.map((series) => lineOf(series, chart)),
      ],
      hooks: {
        draw: [
          (plot) => {
            chart.paint?.(plot);
            drawMoments(plot, chart.moments, palette);
            if (chart.bound != null)
              drawVertical(plot, chart.bound, `bound ${secondsText(chart.bound / 1_000)}`, palette);
          },
        ],
      },
    },
    data as uPlotType.AlignedData,
    picture,
  );
}

/** What the axis of time and the marks above take of the height. */
const BESIDE_ROWS = 70;
/** Names that stand nearer together can't be read. */
const NAME_HEIGHT = 13;

function leftAxis({ rows, write }: TimeChart, height: number, isNarrow: boolean): uPlotType.Axis {
  if (rows === undefined) return { size: 78, values: (_, splits) => splits.map(write) };
  const every = Math.ceil((rows.length * NAME_HEIGHT) / (height - BESIDE_ROWS));
  return {
    size: isNarrow ? 84 : 120,
    splits: () => rows.map((_, row) => row + 0.5).filter((_, row) => row % every === 0),
    values: (_, splits) => splits.map((split) => shortened(rows[Math.floor(split)] ?? '', isNarrow ? 11 : 16)),
  };
}

const shortened = (name: string, most: number): string => (name.length <= most ? name : `${name.slice(0, most - 1)}…`);

function lineOf({ label, colour, dash, width, fill, kind }: TimeSeries, { write }: TimeChart): uPlotType.Series {
  const paths = kind === 'steps' ? uPlot.paths.stepped?.({ align: 1 }) : kind === 'bars' ? BARS : undefined;
  return {
    label,
    stroke: colour,
    width: width ?? 2,
    points: { show: false },
    value: (_, value) => (value === null ? '–' : write(value)),
    ...(dash !== undefined && dash.length > 0 && { dash }),
    ...(fill !== undefined && { fill }),
    ...(paths !== undefined && { paths }),
  };
}

const BARS: uPlotType.Series.PathBuilder | undefined = uPlot.paths.bars?.({ size: [0.9, 12, 1], align: 1 });
