import type { ReportModel } from '../model/report-model.ts';
import { element } from './elements.ts';
import { mix } from './palette.ts';
import { eachRun, type Picture, type Scene } from './scene.ts';
import { sizeText } from './units.ts';

/** From so many pixels on, a cell has room for its number and a row for its name. */
const NUMBERED = 44;
const NAMED = 11;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Who sent how much to whom, as a field of cells. Arrow keys and the pointer tell a cell in words. */
export const drawExchange: Picture = eachRun((into, run, scene) => {
  const { labels } = run.exchange;
  const isNarrow = into.clientWidth < 480;
  const margin = labels.length > 60 ? 30 : isNarrow ? 64 : 96;
  const room = Math.min(into.clientWidth - 32, 720) - margin;
  const cell = Math.max(2, Math.min(56, Math.floor(room / labels.length)));
  const canvas = element('canvas');
  const side = margin + cell * labels.length;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = side * ratio;
  canvas.height = side * ratio;
  canvas.style.width = `${side}px`;
  canvas.style.height = `${side}px`;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `Who sent how much to whom in ${run.name}; arrow keys tell a cell in words`);
  const told = element('p', 'told');
  told.setAttribute('aria-live', 'polite');
  into.append(canvas, told);
  const most = Math.max(1, ...scene.runs.flatMap(({ exchange }) => exchange.bytes.flat()));
  const paint = (chosen?: Cell): void => paintField(canvas, run, { cell, margin, ratio, most, chosen }, scene);
  paint();
  told.textContent = `Darkest: ${sizeText(most)}. Point at a cell, or press the arrow keys.`;
  follow(canvas, run, { cell, margin }, (chosen) => {
    paint(chosen);
    told.textContent = words(run, chosen);
  });
});

interface Cell {
  readonly from: number;
  readonly to: number;
}

interface Layout {
  readonly cell: number;
  readonly margin: number;
  readonly ratio: number;
  readonly most: number;
  readonly chosen: Cell | undefined;
}

function words({ exchange: { labels, bytes } }: ReportModel, { from, to }: Cell): string {
  return `${labels[from]} sent ${sizeText(bytes[from]?.[to] ?? 0)} to ${labels[to]}, and got ${sizeText(bytes[to]?.[from] ?? 0)} back`;
}

function paintField(canvas: HTMLCanvasElement, run: ReportModel, layout: Layout, { palette }: Scene): void {
  const ctx = canvas.getContext('2d');
  if (ctx === null) return;
  const { cell, margin, ratio, most, chosen } = layout;
  const { labels, bytes } = run.exchange;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  const gap = cell > 8 ? 1 : 0;
  bytes.forEach((row, from) => {
    row.forEach((amount, to) => {
      // Roots: what is little is seen too.
      const share = Math.sqrt(amount / most);
      ctx.fillStyle = from === to ? palette.grid : mix(palette.low, palette.high, share);
      ctx.fillRect(margin + to * cell, margin + from * cell, cell - gap, cell - gap);
      if (cell < NUMBERED || from === to || amount === 0) return;
      ctx.fillStyle = share > 0.5 ? palette.panel : palette.ink;
      ctx.font = `10px ${FONT}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(sizeText(amount), margin + (to + 0.5) * cell, margin + (from + 0.5) * cell, cell - 6);
    });
  });
  if (cell >= NAMED) names(ctx, labels, layout, palette.quiet);
  else groupNames(ctx, run, layout, palette.quiet);
  groupLines(ctx, run, layout, palette.ink);
  if (chosen === undefined) return;
  ctx.strokeStyle = palette.seed;
  ctx.lineWidth = 2;
  ctx.strokeRect(margin + chosen.to * cell, margin + chosen.from * cell, cell - gap, cell - gap);
}

function names(
  ctx: CanvasRenderingContext2D,
  labels: readonly string[],
  { cell, margin }: Layout,
  colour: string,
): void {
  ctx.fillStyle = colour;
  ctx.font = `${Math.min(12, cell)}px ${FONT}`;
  ctx.textBaseline = 'middle';
  labels.forEach((label, place) => {
    const at = margin + (place + 0.5) * cell;
    ctx.textAlign = 'right';
    ctx.fillText(label, margin - 6, at, margin - 8);
    ctx.save();
    ctx.translate(at, margin - 6);
    ctx.rotate(-Math.PI / 2);
    ctx.textAlign = 'left';
    ctx.fillText(label, 0, 0, margin - 8);
    ctx.restore();
  });
}

/** Where each group begins and ends among the rows. */
function spans({ groups, exchange }: ReportModel): { name: string; from: number; to: number }[] {
  return groups.flatMap(({ name }, group) => {
    const from = exchange.groups.indexOf(group);
    return from < 0 ? [] : [{ name, from, to: exchange.groups.lastIndexOf(group) + 1 }];
  });
}

function groupNames(ctx: CanvasRenderingContext2D, run: ReportModel, { cell, margin }: Layout, colour: string): void {
  ctx.fillStyle = colour;
  ctx.font = `12px ${FONT}`;
  ctx.textAlign = 'center';
  for (const { name, from, to } of spans(run)) {
    const middle = margin + ((from + to) / 2) * cell;
    if ((to - from) * cell < 24) continue;
    ctx.fillText(name, middle, margin - 10, (to - from) * cell);
    ctx.save();
    ctx.translate(margin - 12, middle);
    ctx.rotate(-Math.PI / 2);
    ctx.fillText(name, 0, 0, (to - from) * cell);
    ctx.restore();
  }
}

function groupLines(ctx: CanvasRenderingContext2D, run: ReportModel, { cell, margin }: Layout, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  const end = margin + run.exchange.labels.length * cell;
  for (const { from } of spans(run).slice(1)) {
    const at = margin + from * cell - 0.5;
    ctx.beginPath();
    ctx.moveTo(margin, at);
    ctx.lineTo(end, at);
    ctx.moveTo(at, margin);
    ctx.lineTo(at, end);
    ctx.stroke();
  }
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function follow(
  canvas: HTMLCanvasElement,
  { exchange: { labels } }: ReportModel,
  { cell, margin }: Pick<Layout, 'cell' | 'margin'>,
  choose: (chosen: Cell) => void,
): void {
  let chosen: Cell = { from: 0, to: 0 };
  const inside = (place: number): number => Math.max(0, Math.min(labels.length - 1, place));
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    if (offsetX < margin || offsetY < margin) return;
    chosen = { from: inside(Math.floor((offsetY - margin) / cell)), to: inside(Math.floor((offsetX - margin) / cell)) };
    choose(chosen);
  });
  canvas.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    chosen = { from: inside(chosen.from + step[0]), to: inside(chosen.to + step[1]) };
    choose(chosen);
  });
}
