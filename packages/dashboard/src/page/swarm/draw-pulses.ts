import { PALETTE } from '../colour/palette.ts';
import type { BlockPulse } from './block-pulses.ts';
import { bowBetween, pointOnBow } from './bow.ts';
import type { Point } from './ring-layout.ts';

const RIM = '#7a5300';

/** Draws each moving block as a dot with a short tail on its way from sender to receiver; those of others than the picked peer faint. */
export function drawPulses(
  context: CanvasRenderingContext2D,
  pulses: readonly BlockPulse[],
  points: readonly Point[],
  size: number,
  picked: number | undefined,
): void {
  const isOf = ({ from, to }: BlockPulse): boolean => picked === undefined || from === picked || to === picked;
  drawDots(context, pulses.filter(isOf), points, size, 1);
  if (picked !== undefined)
    drawDots(
      context,
      pulses.filter((pulse) => !isOf(pulse)),
      points,
      size * 0.7,
      0.25,
    );
}

function drawDots(
  context: CanvasRenderingContext2D,
  pulses: readonly BlockPulse[],
  points: readonly Point[],
  size: number,
  strength: number,
): void {
  context.strokeStyle = PALETTE.orange;
  context.fillStyle = PALETTE.orange;
  context.lineWidth = size * 0.9;
  context.lineCap = 'round';
  context.globalAlpha = 0.45 * strength;
  context.beginPath();
  const heads: Point[] = [];
  for (const { from, to, phase } of pulses) {
    const [start, end] = [points[from], points[to]];
    if (start === undefined || end === undefined) continue;
    const bow = bowBetween(start, end);
    const head = pointOnBow(bow, phase);
    const tail = pointOnBow(bow, Math.max(0, phase - 0.06));
    context.moveTo(tail.x, tail.y);
    context.lineTo(head.x, head.y);
    heads.push(head);
  }
  context.stroke();
  context.globalAlpha = strength;
  context.beginPath();
  for (const { x, y } of heads) {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
  context.fill();
  // A rim keeps them apart from a white wall that a projector makes paler still.
  context.strokeStyle = RIM;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** The same without movement, for people whom it disturbs: a broad band under each line on which something moves. */
export function drawStillPulses(
  context: CanvasRenderingContext2D,
  pulses: readonly BlockPulse[],
  points: readonly Point[],
): void {
  context.strokeStyle = PALETTE.orange;
  context.lineWidth = 7;
  context.globalAlpha = 0.5;
  context.beginPath();
  for (const { from, to } of pulses) {
    const [start, end] = [points[from], points[to]];
    if (start === undefined || end === undefined) continue;
    const { bend } = bowBetween(start, end);
    context.moveTo(start.x, start.y);
    context.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
  }
  context.stroke();
  context.globalAlpha = 1;
}
