import type uPlotType from 'uplot';
import type { Moment, MomentKind } from '../model/report-model.ts';
import type { Palette } from './palette.ts';

/** Every mark has a shape of its own; those that change the run for a while have a line too. */
const SHAPES: { readonly [Kind in MomentKind]: { readonly hasLine: boolean; readonly draw: (x: Pen) => void } } = {
  arrival: { hasLine: false, draw: ({ ctx, x, y, r }) => triangle(ctx, x, y, r) },
  departure: { hasLine: false, draw: ({ ctx, x, y, r }) => triangle(ctx, x, y, -r) },
  fault: { hasLine: true, draw: ({ ctx, x, y, r }) => diamond(ctx, x, y, r, true) },
  relief: { hasLine: true, draw: ({ ctx, x, y, r }) => diamond(ctx, x, y, r, false) },
  trouble: { hasLine: false, draw: ({ ctx, x, y, r }) => cross(ctx, x, y, r) },
};

interface Pen {
  readonly ctx: CanvasRenderingContext2D;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** What happened to the run, on the axis of its time. */
export function drawMoments(plot: uPlotType, moments: readonly Moment[], { ink }: Palette): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.lineWidth = ratio;
  for (const { t, kind } of moments) {
    const x = plot.valToPos(t / 1_000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const { hasLine, draw } = SHAPES[kind];
    if (hasLine) {
      ctx.globalAlpha = 0.45;
      ctx.setLineDash(kind === 'relief' ? [2 * ratio, 4 * ratio] : []);
      line(ctx, x, bbox.top, bbox.top + bbox.height);
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = 0.85;
    draw({ ctx, x, y: bbox.top - 8 * ratio, r: 4.5 * ratio });
  }
  ctx.restore();
}

/** A dashed line with words: a time that theory names. */
export function drawVertical(plot: uPlotType, t: number, words: string, { ink }: Palette): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const x = plot.valToPos(t / 1_000, 'x', true);
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  line(ctx, x, bbox.top, bbox.top + bbox.height);
  ctx.font = `${12 * ratio}px system-ui, sans-serif`;
  const isRight = x > bbox.left + bbox.width / 2;
  ctx.textAlign = isRight ? 'right' : 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(words, x + (isRight ? -6 : 6) * ratio, bbox.top + 4 * ratio);
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}

function triangle(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + Math.abs(r), y + r);
  ctx.lineTo(x - Math.abs(r), y + r);
  ctx.fill();
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, isFull: boolean): void {
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
  if (isFull) ctx.fill();
  else ctx.stroke();
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.beginPath();
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
  ctx.stroke();
}
