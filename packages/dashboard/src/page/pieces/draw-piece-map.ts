import type { SwarmModel } from '../../model/index.ts';
import { PALETTE } from '../colour/palette.ts';
import type { Theme } from '../colour/theme.ts';
import { shortName } from '../swarm/draw-names.ts';
import type { Cell, PieceMapGeometry } from './piece-map-geometry.ts';
import { rarestPieces } from './rarest-pieces.ts';

/** Above the map: how many peers hold each piece. The rarest are vermilion, with a mark below. */
export function drawAvailability(
  context: CanvasRenderingContext2D,
  model: SwarmModel,
  geometry: PieceMapGeometry,
  theme: Theme,
): void {
  const { availability: box, columns } = geometry;
  const rarest = rarestPieces(model.availability);
  const rare = new Set(rarest.pieces.map((piece) => geometry.columnOf(piece)));
  const most = model.availability.reduce((max, copies) => Math.max(max, copies), 1);
  const bottom = box.y + box.height;
  for (let column = 0; column < columns; column += 1) {
    const [from, to] = geometry.piecesOf(column);
    let copies = 0;
    for (let piece = from; piece < to; piece += 1) copies += model.availability[piece] ?? 0;
    const height = (copies / Math.max(1, to - from) / most) * (box.height - 8);
    const left = geometry.columnStart(column);
    const gap = box.width / columns >= 5 ? 1 : 0;
    const width = Math.max(1, geometry.columnStart(column + 1) - left - gap);
    context.fillStyle = rare.has(column) ? PALETTE.vermilion : theme.line;
    context.fillRect(left, bottom - height - 4, width, height);
    if (rare.has(column)) context.fillRect(left, bottom - 3, width, 3);
  }
  drawScale(context, geometry, theme, most);
}

function drawScale(
  context: CanvasRenderingContext2D,
  { availability: box, hasNames }: PieceMapGeometry,
  theme: Theme,
  most: number,
): void {
  if (!hasNames && box.x < 40) return;
  context.fillStyle = theme.faint;
  context.font = '12px system-ui, sans-serif';
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillText(`${most} ${most === 1 ? 'copy' : 'copies'}`, box.x - 8, box.y);
  context.textBaseline = 'bottom';
  context.fillText('rarest', box.x - 8, box.y + box.height + 2);
}

/** The names of the rows, the numbers of the pieces, and the cell that is pointed at. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  model: SwarmModel,
  geometry: PieceMapGeometry,
  theme: Theme,
  { picked, pointed }: { readonly picked: number | undefined; readonly pointed: Cell | undefined },
): void {
  const { map } = geometry;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  if (geometry.hasNames) {
    for (const peer of model.peers) {
      const isPicked = peer.index === picked;
      context.font = `${isPicked ? 700 : 400} ${Math.min(13, geometry.rowHeight)}px system-ui, sans-serif`;
      context.fillStyle = isPicked ? theme.text : theme.faint;
      const middle = (geometry.rowStart(peer.index) + geometry.rowStart(peer.index + 1)) / 2;
      context.fillText(shortName(peer.name), map.x - 8, middle, map.x - 10);
    }
  }
  context.strokeStyle = theme.text;
  if (picked !== undefined) frame(context, geometry, picked, 0, geometry.columns);
  if (pointed !== undefined) frame(context, geometry, pointed.row, pointed.column, pointed.column + 1);
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = theme.faint;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillText('piece 0', map.x, map.y + map.height + 5);
  context.textAlign = 'right';
  context.fillText(String(geometry.pieces - 1), map.x + map.width, map.y + map.height + 5);
}

function frame(
  context: CanvasRenderingContext2D,
  geometry: PieceMapGeometry,
  row: number,
  from: number,
  to: number,
): void {
  const top = geometry.rowStart(row);
  const left = geometry.columnStart(from);
  context.lineWidth = 2;
  context.strokeRect(left - 1, top - 1, geometry.columnStart(to) - left + 1, geometry.rowStart(row + 1) - top + 1);
}
