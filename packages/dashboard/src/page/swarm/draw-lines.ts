import type { Theme } from '../colour/theme.ts';
import { bowBetween } from './bow.ts';
import type { Point } from './ring-layout.ts';
import type { SwarmLine, SwarmLines } from './swarm-lines.ts';

/**
 * Draws all connections: choked ones faint, unchoked ones bent in their direction, optimistic ones dashed, cut ones dotted.
 *
 * @param beside lines that are there already
 */
export function drawLines(
  context: CanvasRenderingContext2D,
  { choked, unchoked, optimistic, cut }: SwarmLines,
  points: readonly Point[],
  theme: Theme,
  picked: number | undefined,
  beside = 0,
): void {
  const isOf = (line: SwarmLine): boolean => picked === undefined || line.from === picked || line.to === picked;
  // Hundreds of lines at full strength would be a blot: the more there are, the fainter each.
  const drawn = [choked, unchoked].reduce((sum, lines) => sum + lines.filter(isOf).length, beside);
  const crowd = Math.max(1, drawn / 60);
  context.lineCap = 'round';
  context.globalAlpha = Math.max(0.05, 0.45 / Math.sqrt(crowd));
  stroke(context, choked.filter(isOf), points, theme.line, 1, false);
  // A dot is as wide as its line: no length, and round ends.
  context.globalAlpha = Math.max(0.3, 0.9 / Math.cbrt(crowd));
  context.setLineDash([0, 6]);
  stroke(context, cut.filter(isOf), points, theme.faint, crowd > 4 ? 1.25 : 2, false);
  context.setLineDash([]);
  context.globalAlpha = Math.max(0.18, 0.85 / Math.sqrt(crowd));
  stroke(context, unchoked.filter(isOf), points, theme.blue, crowd > 4 ? 1 : 1.75, true);
  context.globalAlpha = Math.max(0.4, 0.95 / Math.cbrt(crowd));
  context.setLineDash([6, 5]);
  stroke(context, optimistic.filter(isOf), points, theme.purple, crowd > 4 ? 1.25 : 2, true);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function stroke(
  context: CanvasRenderingContext2D,
  lines: readonly SwarmLine[],
  points: readonly Point[],
  colour: string,
  width: number,
  isBent: boolean,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  for (const line of lines) {
    const from = points[line.from];
    const to = points[line.to];
    if (from === undefined || to === undefined) continue;
    context.moveTo(from.x, from.y);
    if (isBent) {
      const { bend } = bowBetween(from, to);
      context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
    } else context.lineTo(to.x, to.y);
  }
  context.stroke();
}
