import type { PeerView } from '../../model/index.ts';
import { PALETTE } from '../colour/palette.ts';
import { progressColour } from '../colour/progress-ramp.ts';
import type { Theme } from '../colour/theme.ts';
import { progressOf } from './progress-of.ts';
import type { Point } from './ring-layout.ts';
import { sideName } from './side-name.ts';

/** White letters are read on it in both themes. */
const SLATE = '#566573';

/** How a peer is to stand out. */
export interface PeerEmphasis {
  readonly isPicked: boolean;
  readonly isPointed: boolean;
}

/**
 * Draws one peer. Whoever has everything is a square, whoever fetches is a disc that fills; whoever was lost is a cross.
 * So seeds and leeches differ by shape as well as by colour.
 */
export function drawPeer(
  context: CanvasRenderingContext2D,
  peer: PeerView,
  { x, y }: Point,
  radius: number,
  theme: Theme,
  { isPicked, isPointed }: PeerEmphasis,
): void {
  if (peer.stage === 'left' || peer.stage === 'killed' || peer.stage === 'awaited') {
    return drawAbsent(context, peer, { x, y }, radius, theme);
  }
  const progress = progressOf(peer);
  outline(context, peer.isComplete, x, y, radius);
  context.fillStyle = theme.panel;
  context.fill();
  context.fillStyle = progressColour(progress, theme.name);
  context.fill();
  context.lineWidth = isPicked ? 4 : isPointed ? 3 : 1.5;
  context.strokeStyle = isPicked || isPointed ? theme.text : theme.name === 'dark' ? '#0a0f14' : '#ffffff';
  context.stroke();
  if (!peer.isComplete && radius >= 6) drawProgress(context, progress, x, y, radius);
  if (peer.role === 'seed' && radius >= 6) drawInnerFrame(context, x, y, radius);
  if (peer.corrupts) drawBadge(context, '!', PALETTE.vermilion, x + radius * 0.8, y - radius * 0.8, radius);
  if (peer.paused) drawBadge(context, 'Ⅱ', PALETTE.purple, x - radius * 0.8, y - radius * 0.8, radius);
  if (peer.side !== undefined)
    drawBadge(context, sideName(peer.side), SLATE, x - radius * 0.66, y + radius * 0.66, radius);
  if (radius >= 15) drawPercent(context, peer, progress, x, y, radius, theme);
}

function outline(context: CanvasRenderingContext2D, isSquare: boolean, x: number, y: number, radius: number): void {
  context.beginPath();
  const side = radius * 0.9;
  if (isSquare) context.roundRect(x - side, y - side, 2 * side, 2 * side, radius * 0.22);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
}

function drawProgress(context: CanvasRenderingContext2D, progress: number, x: number, y: number, radius: number): void {
  context.strokeStyle = PALETTE.green;
  context.lineWidth = Math.max(2, radius * 0.2);
  context.beginPath();
  context.arc(x, y, radius + context.lineWidth * 0.8, -Math.PI / 2, -Math.PI / 2 + progress * 2 * Math.PI);
  context.stroke();
}

/** Marks those that had everything from the beginning. */
function drawInnerFrame(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  const side = radius * 0.66;
  context.strokeStyle = '#ffffff';
  context.lineWidth = Math.max(1, radius * 0.09);
  context.beginPath();
  context.roundRect(x - side, y - side, 2 * side, 2 * side, radius * 0.14);
  context.stroke();
}

function drawAbsent(
  context: CanvasRenderingContext2D,
  peer: PeerView,
  { x, y }: Point,
  radius: number,
  theme: Theme,
): void {
  context.globalAlpha = peer.stage === 'awaited' ? 0.45 : 0.8;
  context.setLineDash([3, 3]);
  outline(context, peer.role === 'seed' || peer.isComplete, x, y, radius * 0.8);
  context.strokeStyle = theme.line;
  context.lineWidth = 1.25;
  context.stroke();
  context.setLineDash([]);
  if (peer.stage === 'killed') {
    const arm = radius * 0.45;
    context.strokeStyle = PALETTE.vermilion;
    context.lineWidth = Math.max(2, radius * 0.16);
    context.beginPath();
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawBadge(
  context: CanvasRenderingContext2D,
  sign: string,
  colour: string,
  x: number,
  y: number,
  radius: number,
): void {
  const size = Math.max(6, radius * 0.42);
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#ffffff';
  context.font = `700 ${Math.round(size * 1.3)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(sign, x, y + 0.5);
}

function drawPercent(
  context: CanvasRenderingContext2D,
  peer: PeerView,
  progress: number,
  x: number,
  y: number,
  radius: number,
  theme: Theme,
): void {
  const isDark = progress >= 0.5 || peer.isComplete || theme.name === 'dark';
  context.fillStyle = isDark && !(theme.name === 'dark' && progress > 0.8 && !peer.isComplete) ? '#ffffff' : '#16212c';
  context.font = `600 ${Math.round(radius * 0.56)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(peer.isComplete ? (peer.role === 'seed' ? 'S' : '✓') : `${Math.floor(progress * 100)}%`, x, y + 0.5);
}
