import type { SwarmModel } from '../../model/index.ts';
import { PALETTE } from '../colour/palette.ts';
import { progressColour } from '../colour/progress-ramp.ts';
import type { Theme } from '../colour/theme.ts';
import type { BlockPulse } from './block-pulses.ts';
import { progressOf } from './progress-of.ts';
import type { Point } from './ring-layout.ts';

/** How many peers have how much: 20 steps of 5 %, complete ones apart. */
export interface ProgressHistogram {
  readonly steps: readonly number[];
  readonly complete: number;
}

const STEPS = 20;

export function progressHistogram(model: SwarmModel): ProgressHistogram {
  const steps = new Array<number>(STEPS).fill(0);
  let complete = 0;
  for (const peer of model.peers) {
    if (peer.stage !== 'running') continue;
    if (peer.isComplete) complete += 1;
    else {
      const step = Math.min(STEPS - 1, Math.floor(progressOf(peer) * STEPS));
      steps[step] = (steps[step] ?? 0) + 1;
    }
  }
  return { steps, complete };
}

/**
 * Hundreds of peers as dots: their colour is their progress, squares are complete, and whoever just received something
 * glows. Lines between so many would hide what happens.
 */
export function drawField(
  context: CanvasRenderingContext2D,
  model: SwarmModel,
  points: readonly Point[],
  pulses: readonly BlockPulse[],
  radius: number,
  theme: Theme,
): void {
  const glow = new Map<number, number>();
  for (const { to, phase } of pulses) glow.set(to, Math.max(glow.get(to) ?? 0, 1 - phase));
  context.fillStyle = PALETTE.orange;
  for (const [index, strength] of glow) {
    const point = points[index];
    if (point === undefined) continue;
    context.globalAlpha = 0.25 + 0.65 * strength;
    context.fillRect(point.x - radius * 1.35, point.y - radius * 1.35, radius * 2.7, radius * 2.7);
  }
  context.globalAlpha = 1;
  for (const [colour, dots] of dotsByColour(model, points, theme)) {
    context.fillStyle = colour;
    context.beginPath();
    for (const { x, y, isSquare } of dots) {
      if (isSquare) context.rect(x - radius * 0.85, y - radius * 0.85, radius * 1.7, radius * 1.7);
      else {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 2 * Math.PI);
      }
    }
    context.fill();
  }
  drawSides(context, model, points, radius, theme);
}

/** Rings around those who stand on another side of a cut than the first. */
function drawSides(
  context: CanvasRenderingContext2D,
  { peers }: SwarmModel,
  points: readonly Point[],
  radius: number,
  theme: Theme,
): void {
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.beginPath();
  for (const { index, side = 0, stage } of peers) {
    const point = points[index];
    if (point === undefined || side === 0 || stage !== 'running') continue;
    context.moveTo(point.x + radius * 1.25, point.y);
    context.arc(point.x, point.y, radius * 1.25, 0, 2 * Math.PI);
  }
  context.stroke();
}

interface Dot extends Point {
  readonly isSquare: boolean;
}

function dotsByColour(model: SwarmModel, points: readonly Point[], theme: Theme): Map<string, Dot[]> {
  const dots = new Map<string, Dot[]>();
  for (const peer of model.peers) {
    const point = points[peer.index];
    if (point === undefined || peer.stage === 'awaited') continue;
    const isGone = peer.stage !== 'running';
    const colour = isGone ? theme.line : progressColour(progressOf(peer), theme.name);
    const same = dots.get(colour) ?? [];
    dots.set(colour, same);
    same.push({ ...point, isSquare: peer.isComplete && !isGone });
  }
  return dots;
}
