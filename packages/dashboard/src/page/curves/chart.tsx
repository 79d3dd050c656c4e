import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { PALETTE } from '../colour/palette.ts';
import { currentTheme } from '../colour/theme.ts';

export interface ChartLine {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
  /** Its value at the moment that is looked at; samples are a little older. */
  readonly now: number;
  readonly dashed?: boolean;
}

export interface ChartProps {
  readonly title: string;
  /** Seconds since the beginning. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** A value for people. */
  readonly format: (value: number) => string;
  /** Values are bytes: the axis has steps of powers of two. */
  readonly isBytes?: boolean;
  /** The highest value of the axis; the default is that of the lines. */
  readonly top?: number;
  /** The moment that is looked at, s. */
  readonly moment: number;
  /** A line of theory, s, and what it says. */
  readonly bound?: { readonly at: number; readonly text: string };
  readonly onSeek: (seconds: number) => void;
}

/** Lines over time, the moment that is looked at as a line across; a click goes there. */
export function Chart(props: ChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(null);
  const latest = useRef(props);
  latest.current = props;
  const { title, times, lines, format, bound } = props;
  const names = lines.map(({ label, colour }) => `${label} ${colour}`).join('\n');

  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    const chart = new UPlot(optionsOf(latest, sizeOf(box)), dataOf(latest.current), box);
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize(sizeOf(box)));
    observer.observe(box);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [names]);
  useEffect(() => plot.current?.setData(dataOf(props)), [times.length, names]);
  useEffect(() => plot.current?.redraw(false));

  return (
    <figure class="panel chart">
      <figcaption>
        <h2>{title}</h2>
        <ul class="keys">
          {lines.map(({ label, colour, now, dashed }) => (
            <li key={label}>
              <i class={dashed ? 'dashed' : ''} style={{ borderColor: colour }} />
              <span>{label}</span> <b>{format(now)}</b>
            </li>
          ))}
          {bound !== undefined && (
            <li>
              <i class="dashed" style={{ borderColor: PALETTE.vermilion }} />
              {bound.text}
            </li>
          )}
        </ul>
      </figcaption>
      <div class="plot" ref={place} aria-hidden="true" />
    </figure>
  );
}

/** The value of a line at a moment: that of the last sample before it. */
export function valueAt(times: readonly number[], values: readonly (number | null)[], moment: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return values[Math.max(0, low - 1)] ?? 0;
}

function dataOf({ times, lines }: ChartProps): UPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement): Size {
  return { width, height };
}

/** Round steps of an axis of bytes. */
const POWERS_OF_TWO = Array.from({ length: 41 }, (_, i) => 2 ** i);

function optionsOf(latest: { readonly current: ChartProps }, size: Size): UPlot.Options {
  const axis = {
    stroke: () => currentTheme().faint,
    grid: { stroke: () => (currentTheme().name === 'dark' ? '#2a3642' : '#e2e8ed'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    ...size,
    legend: { show: false },
    cursor: { x: true, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false },
      y: { range: (_, __, most) => [0, latest.current.top ?? Math.max(most * 1.08, Number.MIN_VALUE)] },
    },
    axes: [
      { ...axis, size: 32, values: (_, splits) => splits.map((value) => `${value} s`) },
      {
        ...axis,
        size: 74,
        values: (_, splits) => splits.map(latest.current.format),
        ...(latest.current.isBytes && { incrs: POWERS_OF_TWO }),
      },
    ],
    series: [
      {},
      ...latest.current.lines.map(({ label, colour, dashed }) => ({
        label,
        stroke: colour,
        width: 2.25,
        points: { show: false },
        ...(dashed && { dash: [6, 5] }),
      })),
    ],
    hooks: {
      draw: [(chart) => drawMoments(chart, latest.current)],
      ready: [
        (chart) =>
          chart.over.addEventListener('click', () => {
            const { left } = chart.cursor;
            if (left !== undefined && left >= 0) latest.current.onSeek(chart.posToVal(left, 'x'));
          }),
      ],
    },
  };
}

function drawMoments(chart: UPlot, { moment, bound }: ChartProps): void {
  const { ctx: context, bbox } = chart;
  const across = (at: number, colour: string, dash: number[]): void => {
    const x = chart.valToPos(at, 'x', true);
    context.strokeStyle = colour;
    context.lineWidth = 2 * devicePixelRatio;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
  };
  context.save();
  const { x } = chart.scales;
  // Beyond the axis it would lie on labels.
  const isSeen = bound !== undefined && bound.at >= (x?.min ?? 0) && bound.at <= (x?.max ?? 0);
  if (isSeen) across(bound.at, PALETTE.vermilion, [8, 6]);
  across(moment, currentTheme().text, []);
  context.restore();
}
