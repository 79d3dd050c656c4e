import type { PeerView } from '../../model/index.ts';
import type { Theme } from '../colour/theme.ts';
import { isolated, shortName } from '../text/short-name.ts';
import { clamp } from '../time/time-scale.ts';
import type { Point, Room } from './ring-layout.ts';

/** Characters of a name; where there is little room fewer. */
const LONGEST = 18;
const LONGEST_NARROW = 10;
/** On a phone there is no room beside a peer, but below it there is. */
const NARROW = 560;

/** Larger where there is room, so that they can be read from the back of a lecture hall; CSS pixels. */
const nameSize = ({ width, height }: Room): number => Math.round(clamp(Math.min(width, height) / 50, 13, 22));

/** Writes a name beside each peer, on the side away from the middle, so that no line runs through it. */
export function drawNames(
  context: CanvasRenderingContext2D,
  peers: readonly PeerView[],
  points: readonly Point[],
  radius: number,
  room: Room,
  theme: Theme,
): void {
  context.font = `500 ${nameSize(room)}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = theme.panel;
  for (const peer of peers) {
    const point = points[peer.index];
    if (point === undefined) continue;
    const away = { x: point.x - room.width / 2, y: point.y - room.height / 2 };
    const length = Math.hypot(away.x, away.y);
    const isInside = room.width < NARROW || length < Math.min(room.width, room.height) * 0.25;
    const x = isInside ? point.x : point.x + (away.x / length) * (radius * 1.25 + 9);
    const y = isInside ? point.y + radius * 1.15 + 13 : point.y + (away.y / length) * (radius * 1.25 + 9);
    context.textAlign = isInside || Math.abs(away.x) < length * 0.25 ? 'center' : away.x > 0 ? 'left' : 'right';
    const name = isolated(shortName(peer.name, room.width < NARROW ? LONGEST_NARROW : LONGEST));
    context.strokeText(name, x, y);
    context.fillStyle = peer.stage === 'running' ? theme.text : theme.faint;
    context.fillText(name, x, y);
  }
}
