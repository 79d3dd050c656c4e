import type { Room } from '../swarm/ring-layout.ts';

/** A box of a picture, CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One cell of the map. Where there are more pieces than columns, a cell stands for several pieces. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

const LABELS = 92;
const AVAILABILITY = 56;
const GAP = 10;
const FOOT = 20;
const TALLEST_ROW = 56;

/** Where the cells of the piece map lie: a row for each peer, pieces from left to right in some order, availability in a band above. */
export class PieceMapGeometry {
  readonly rows: number;
  readonly pieces: number;
  /** Columns that are drawn: one for each piece, or one for each pixel at most. */
  readonly columns: number;
  readonly map: Box;
  readonly availability: Box;
  /** The pieces from left to right; undefined is by their numbers. */
  readonly order: Uint32Array | undefined;

  constructor(rows: number, pieces: number, room: Room, order?: Uint32Array) {
    this.order = order;
    this.rows = rows;
    this.pieces = pieces;
    const labels = room.width < 480 ? 8 : LABELS;
    const width = Math.max(1, room.width - labels - 8);
    this.columns = Math.max(1, Math.min(pieces, Math.floor(width)));
    this.availability = { x: labels, y: 8, width, height: AVAILABILITY };
    const top = 8 + AVAILABILITY + GAP;
    const height = Math.min(Math.max(1, room.height - top - FOOT), rows * TALLEST_ROW);
    this.map = { x: labels, y: top, width, height };
  }

  /** Whether rows are tall enough for a name beside them. */
  get hasNames(): boolean {
    return this.rowHeight >= 11 && this.map.x >= LABELS;
  }

  get rowHeight(): number {
    return this.map.height / Math.max(1, this.rows);
  }

  /** Left edge of a column, whole pixels, so that neighbours neither overlap nor leave a seam. */
  columnStart(column: number): number {
    return this.map.x + Math.round((column * this.map.width) / this.columns);
  }

  rowStart(row: number): number {
    return this.map.y + Math.round((row * this.map.height) / Math.max(1, this.rows));
  }

  /** The places of a column in the order of the pieces: from, and up to but without. */
  placesOf(column: number): readonly [from: number, to: number] {
    return [Math.floor((column * this.pieces) / this.columns), Math.floor(((column + 1) * this.pieces) / this.columns)];
  }

  pieceAt(place: number): number {
    return this.order?.[place] ?? place;
  }

  /** The cell at a place of the picture. */
  cellAt(x: number, y: number): Cell | undefined {
    const { map } = this;
    if (x < map.x || x >= map.x + map.width || y < map.y || y >= map.y + map.height) return undefined;
    const column = Math.min(this.columns - 1, Math.floor(((x - map.x) / map.width) * this.columns));
    return { column, row: Math.min(this.rows - 1, Math.floor(((y - map.y) / map.height) * this.rows)) };
  }
}
