import type { ReportModel } from '../model/report-model.ts';
import { element } from './elements.ts';
import { mix } from './palette.ts';
import { eachRun, type Picture, type Scene } from './scene.ts';
import { sizeText } from './units.ts';

/** From so many pixels on, a cell has room for its number and a row for its name. */
const NUMBERED = 52;
const NAMED = 11;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Who sent how much to whom, as a field of cells. Arrow keys and the pointer tell a cell in words. */
export const drawExchange: Picture = eachRun((into, run, scene) => {
  const { labels } = run.exchange;
  const isNarrow = into.clientWidth < 480;
  const left = labels.length > 60 ? 30 : isNarrow ? 56 : 80;
  const wide = Math.max(2, Math.min(96, Math.floor((into.clientWidth - 32 - left) / labels.length)));
  const high = Math.min(wide, Math.max(7, Math.min(34, Math.floor(560 / labels.length))));
  const canvas = element('canvas');
  const isFlat = hasRoom(canvas, labels, wide);
  const top = isFlat || high < NAMED ? 26 : left;
  const ratio = window.devicePixelRatio || 1;
  const size = { width: left + wide * labels.length, height: top + high * labels.length };
  canvas.width = size.width * ratio;
  canvas.height = size.height * ratio;
  canvas.style.width = `${size.width}px`;
  canvas.style.height = `${size.height}px`;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `Who sent how much to whom in ${run.name}; arrow keys tell a cell in words`);
  const told = element('p', 'told');
  told.setAttribute('aria-live', 'polite');
  into.append(canvas, told);
  const most = Math.max(1, ...scene.runs.flatMap(({ exchange }) => exchange.bytes.flat()));
  const paint = (chosen?: Cell): void =>
    paintField(canvas, run, { wide, high, left, top, isFlat, ratio, most, chosen }, scene);
  paint();
  told.textContent = `At most ${sizeText(most)}. Point at a cell, or press the arrow keys.`;
  follow(canvas, run, { wide, high, left, top }, (chosen) => {
    paint(chosen);
    told.textContent = words(run, chosen);
  });
});

/** Whether the names of all columns fit above them as they are. */
function hasRoom(canvas: HTMLCanvasElement, labels: readonly string[], wide: number): boolean {
  const ctx = canvas.getContext('2d');
  if (ctx === null) return false;
  ctx.font = `12px ${FONT}`;
  return labels.every((label) => ctx.measureText(label).width < wide - 4);
}

interface Cell {
  readonly from: number;
  readonly to: number;
}

interface Layout {
  /** The sides of a cell. */
  readonly wide: number;
  readonly high: number;
  /** Room for names. */
  readonly left: number;
  readonly top: number;
  /** Whether the names of columns need not be turned. */
  readonly isFlat: boolean;
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
  const { wide, high, left, top, ratio, most, chosen } = layout;
  const { labels, bytes } = run.exchange;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  const gap = high > 8 ? 1 : 0;
  bytes.forEach((row, from) => {
    row.forEach((amount, to) => {
      // Roots: what is little is seen too.
      const share = Math.sqrt(amount / most);
      ctx.fillStyle = from === to ? palette.grid : mix(palette.low, palette.high, share);
      ctx.fillRect(left + to * wide, top + from * high, wide - gap, high - gap);
      if (wide < NUMBERED || from === to || amount === 0) return;
      ctx.fillStyle = share > 0.5 ? palette.panel : palette.ink;
      ctx.font = `10px ${FONT}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(sizeText(amount), left + (to + 0.5) * wide, top + (from + 0.5) * high, wide - 6);
    });
  });
  if (high >= NAMED) names(ctx, labels, layout, palette.quiet);
  else groupNames(ctx, run, layout, palette.quiet);
  groupLines(ctx, run, layout, palette.ink);
  if (chosen === undefined) return;
  ctx.strokeStyle = palette.seed;
  ctx.lineWidth = 2;
  ctx.strokeRect(left + chosen.to * wide, top + chosen.from * high, wide - gap, high - gap);
}

function names(
  ctx: CanvasRenderingContext2D,
  labels: readonly string[],
  { wide, high, left, top, isFlat }: Layout,
  colour: string,
): void {
  ctx.fillStyle = colour;
  ctx.font = `${Math.min(12, high)}px ${FONT}`;
  ctx.textBaseline = 'middle';
  labels.forEach((label, place) => {
    ctx.textAlign = 'right';
    ctx.fillText(label, left - 6, top + (place + 0.5) * high, left - 8);
    ctx.save();
    ctx.translate(left + (place + 0.5) * wide, top - (isFlat ? 12 : 6));
    if (!isFlat) ctx.rotate(-Math.PI / 2);
    ctx.textAlign = isFlat ? 'center' : 'left';
    ctx.fillText(label, 0, 0, isFlat ? wide : top - 8);
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

function groupNames(ctx: CanvasRenderingContext2D, run: ReportModel, layout: Layout, colour: string): void {
  const { wide, high, left, top } = layout;
  ctx.fillStyle = colour;
  ctx.font = `12px ${FONT}`;
  ctx.textAlign = 'center';
  for (const { name, from, to } of spans(run)) {
    if ((to - from) * wide >= 24) ctx.fillText(name, left + ((from + to) / 2) * wide, top - 10, (to - from) * wide);
    if ((to - from) * high < 24) continue;
    ctx.save();
    ctx.translate(left - 12, top + ((from + to) / 2) * high);
    ctx.rotate(-Math.PI / 2);
    ctx.fillText(name, 0, 0, (to - from) * high);
    ctx.restore();
  }
}

function groupLines(ctx: CanvasRenderingContext2D, run: ReportModel, layout: Layout, colour: string): void {
  const { wide, high, left, top } = layout;
  const count = run.exchange.labels.length;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  for (const { from } of spans(run).slice(1)) {
    const [x, y] = [left + from * wide - 0.5, top + from * high - 0.5];
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + count * wide, y);
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + count * high);
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
  { wide, high, left, top }: Pick<Layout, 'wide' | 'high' | 'left' | 'top'>,
  choose: (chosen: Cell) => void,
): void {
  let chosen: Cell = { from: 0, to: 0 };
  const inside = (place: number): number => Math.max(0, Math.min(labels.length - 1, place));
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    if (offsetX < left || offsetY < top) return;
    chosen = { from: inside(Math.floor((offsetY - top) / high)), to: inside(Math.floor((offsetX - left) / wide)) };
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
