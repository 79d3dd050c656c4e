import type uPlotType from 'uplot';
import type { ReportModel, UnchokeSpan } from '../model/report-model.ts';
import { element } from './elements.ts';
import type { Palette } from './palette.ts';
import { eachRun, type Picture, place, type Scene } from './scene.ts';
import { drawTimeChart } from './time-chart.ts';
import { secondsText } from './units.ts';

/** The peer that was chosen for each run; it stays chosen when the page is drawn anew. */
const chosen = new Map<string, string>();

/** Whom a peer served, and when. */
export const drawUnchokes: Picture = eachRun((into, run, scene) => {
  const { peers, leftOut } = run.unchokes;
  if (peers.length === 0) {
    into.append(element('p', 'quiet', 'No peer told of any unchoke.'));
    return;
  }
  const select = element('select');
  for (const { peer } of peers) select.append(new Option(peer, peer));
  const label = element('label', '', 'peer');
  label.append(select);
  const chart = element('div');
  const told = element('p', 'told');
  told.setAttribute('aria-live', 'polite');
  into.append(label, chart, told);
  if (leftOut > 0) into.append(element('p', 'quiet', `${leftOut} more peers have too many spans for this page.`));
  const named = chosen.get(run.name);
  select.value = peers.some(({ peer }) => peer === named) ? (named ?? '') : (peers[0]?.peer ?? '');
  let plot: uPlotType | undefined;
  const show = (): void => {
    const spans = peers.find(({ peer }) => peer === select.value)?.spans ?? [];
    plot?.destroy();
    chart.replaceChildren();
    plot = drawSpans(chart, run, select.value, spans, scene);
    told.textContent = inWords(select.value, spans);
    chosen.set(run.name, select.value);
  };
  select.addEventListener('change', show);
  show();
  scene.plots.push({ destroy: () => plot?.destroy() } as uPlotType);
});

function inWords(peer: string, spans: readonly UnchokeSpan[]): string {
  const time = spans.reduce((sum, [, from, to]) => sum + to - from, 0);
  const served = new Set(spans.map(([remote]) => remote)).size;
  return `${peer} served ${served} peers in ${spans.length} spans of ${secondsText(time / 1_000 / spans.length)} on average`;
}

function drawSpans(
  into: HTMLElement,
  run: ReportModel,
  peer: string,
  spans: readonly UnchokeSpan[],
  { palette, end }: Scene,
): uPlotType {
  // The first peer of the plan stands at the top.
  const remotes = [...new Set(spans.map(([remote]) => remote))].sort((a, b) => b - a);
  const rows = new Map(remotes.map((remote, row) => [remote, row]));
  const chart = {
    label: `Whom ${peer} served, and when`,
    times: [0, end],
    series: [{ label: '', values: [null, null], colour: palette.quiet }],
    ...{ end, top: remotes.length, moments: run.moments, bound: null, showsValues: false },
    rows: remotes.map((remote) => run.unchokes.remotes[remote] ?? ''),
    height: Math.max(140, Math.min(640, remotes.length * 20 + 60)),
    write: String,
    paint: (plot: uPlotType) => paintSpans(plot, spans, rows, palette),
  };
  return drawTimeChart(place(into), chart, palette);
}

function paintSpans(
  plot: uPlotType,
  spans: readonly UnchokeSpan[],
  rows: ReadonlyMap<number, number>,
  palette: Palette,
): void {
  const { ctx, bbox } = plot;
  const height = bbox.height / Math.max(1, rows.size);
  const hatching = hatched(ctx, palette);
  ctx.save();
  for (const [remote, from, to, optimistic] of spans) {
    const left = plot.valToPos(from / 1_000, 'x', true);
    const right = plot.valToPos(to / 1_000, 'x', true);
    const top = bbox.top + bbox.height - ((rows.get(remote) ?? 0) + 0.85) * height;
    const colour = optimistic === 1 ? palette.seed : (palette.series[0] ?? palette.ink);
    ctx.fillStyle = optimistic === 1 ? (hatching ?? colour) : colour;
    ctx.fillRect(left, top, Math.max(1, right - left), height * 0.7);
    ctx.strokeStyle = colour;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.strokeRect(left, top, Math.max(1, right - left), height * 0.7);
  }
  ctx.restore();
}

/** Slanted lines: told apart without colours. */
function hatched(ctx: CanvasRenderingContext2D, { seed, panel }: Palette): CanvasPattern | null {
  const side = 6 * uPlot.pxRatio;
  const tile = element('canvas');
  tile.width = side;
  tile.height = side;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.fillStyle = panel;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = seed;
  pen.lineWidth = side / 4;
  pen.beginPath();
  for (const offset of [-side, 0, side]) {
    pen.moveTo(offset, side);
    pen.lineTo(offset + side, 0);
  }
  pen.stroke();
  return ctx.createPattern(tile, 'repeat');
}
