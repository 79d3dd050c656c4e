import type { SwarmModel } from '../../model/index.ts';
import { PALETTE } from '../colour/palette.ts';
import type { Theme } from '../colour/theme.ts';
import { isolated, shortName } from '../text/short-name.ts';
import type { Cell, PieceMapGeometry } from './piece-map-geometry.ts';
import { rarestPieces } from './rarest-pieces.ts';

/** Characters of the name of a row. */
const LONGEST_NAME = 11;

/** Above the map: how many peers hold each piece. What is in flight is orange, and the rarest have a vermilion mark below. */
export function drawAvailability(
  context: CanvasRenderingContext2D,
  model: SwarmModel,
  geometry: PieceMapGeometry,
  theme: Theme,
): void {
  const { availability: box, columns } = geometry;
  const rare = new Set(rarestPieces(model.availability).pieces);
  const inFlight = piecesInFlight(model);
  const most = model.availability.reduce((max, copies) => Math.max(max, copies), 1);
  const bottom = box.y + box.height;
  const gap = box.width / columns >= 5 ? 1 : 0;
  for (let column = 0; column < columns; column += 1) {
    const bar = barOf(geometry, column, model.availability, rare, inFlight);
    const height = (bar.copies / most) * (box.height - 10);
    const left = geometry.columnStart(column);
    const width = Math.max(1, geometry.columnStart(column + 1) - left - gap);
    context.fillStyle = bar.isInFlight ? PALETTE.orange : theme.line;
    context.fillRect(left, bottom - height - 5, width, height);
    if (!bar.isRare) continue;
    context.fillStyle = PALETTE.vermilion;
    context.fillRect(left, bottom - 4, Math.max(2, width), 4);
  }
  drawScale(context, geometry, theme, most);
}

function piecesInFlight(model: SwarmModel): Set<number> {
  const pieces = new Set<number>();
  for (const { inFlight, have } of model.peers) {
    for (const piece of inFlight.pieces.keys()) if (!have.has(piece)) pieces.add(piece);
  }
  return pieces;
}

interface AvailabilityBar {
  /** Mean of its pieces. */
  readonly copies: number;
  readonly isRare: boolean;
  readonly isInFlight: boolean;
}

function barOf(
  geometry: PieceMapGeometry,
  column: number,
  availability: Uint16Array,
  rare: ReadonlySet<number>,
  inFlight: ReadonlySet<number>,
): AvailabilityBar {
  const [from, to] = geometry.placesOf(column);
  let copies = 0;
  let isRare = false;
  let isInFlight = false;
  for (let place = from; place < to; place += 1) {
    const piece = geometry.pieceAt(place);
    copies += availability[piece] ?? 0;
    isRare ||= rare.has(piece);
    isInFlight ||= inFlight.has(piece);
  }
  return { copies: copies / Math.max(1, to - from), isRare, isInFlight };
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
      context.fillText(isolated(shortName(peer.name, LONGEST_NAME)), map.x - 8, middle, map.x - 10);
    }
  }
  context.strokeStyle = theme.text;
  if (picked !== undefined) frame(context, geometry, picked, 0, geometry.columns);
  if (pointed !== undefined) frame(context, geometry, pointed.row, pointed.column, pointed.column + 1);
  context.font = '12px system-ui, sans-serif';
  context.fillStyle = theme.faint;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  const [first, last] =
    geometry.order === undefined ? ['piece 0', String(geometry.pieces - 1)] : ['fewest copies', 'most copies'];
  context.fillText(first, map.x, map.y + map.height + 5);
  context.textAlign = 'right';
  context.fillText(last, map.x + map.width, map.y + map.height + 5);
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
