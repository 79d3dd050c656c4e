import type { PeerView } from '../../model/index.ts';
import { PALETTE } from '../colour/palette.ts';
import type { Theme } from '../colour/theme.ts';
import { type CellState, cellState } from './cell-state.ts';
import type { PieceMapGeometry } from './piece-map-geometry.ts';

/** What rows may take of one frame, ms; what is left is drawn in the next ones. */
const MOST_TIME = 12;

/**
 * The rows of the piece map on a canvas of their own. A row is drawn anew only when something of its peer has changed, so
 * that a hundred peers with thousands of pieces cost nothing while nothing happens; after a leap in time a thousand rows
 * are drawn over some frames, and the page stays awake.
 */
export class PieceRows {
  readonly #canvas = document.createElement('canvas');
  #versions: number[] = [];
  #key = '';
  /** Another model counts its versions anew, and another order is another picture. */
  #epoch: unknown;
  #order: Uint32Array | undefined;
  /** The row that comes next. */
  #next = 0;

  /** Draws what has changed since the last time and copies the whole. */
  draw(
    context: CanvasRenderingContext2D,
    peers: readonly PeerView[],
    geometry: PieceMapGeometry,
    theme: Theme,
    epoch: unknown,
  ): void {
    const { width, height } = context.canvas;
    const room = { width: context.canvas.clientWidth, height: context.canvas.clientHeight };
    const key = [width, height, theme.name, peers.length, geometry.pieces].join(' ');
    if (key !== this.#key) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    if (key !== this.#key || epoch !== this.#epoch || geometry.order !== this.#order) this.#versions = [];
    this.#key = key;
    this.#epoch = epoch;
    this.#order = geometry.order;
    const layer = this.#canvas.getContext('2d');
    if (layer === null) return;
    layer.setTransform(width / room.width, 0, 0, height / room.height, 0, 0);
    this.#drawChanged(layer, peers, geometry, theme);
    context.drawImage(this.#canvas, 0, 0, room.width, room.height);
  }

  #drawChanged(
    layer: CanvasRenderingContext2D,
    peers: readonly PeerView[],
    geometry: PieceMapGeometry,
    theme: Theme,
  ): void {
    const begin = performance.now();
    for (let seen = 0; seen < peers.length && performance.now() - begin < MOST_TIME; seen += 1) {
      const peer = peers[this.#next % peers.length];
      this.#next = (this.#next + 1) % peers.length;
      if (peer === undefined || this.#versions[peer.index] === peer.version) continue;
      this.#versions[peer.index] = peer.version;
      drawRow(layer, peer, geometry, theme);
    }
  }
}

function drawRow(context: CanvasRenderingContext2D, peer: PeerView, geometry: PieceMapGeometry, theme: Theme): void {
  const { map, columns } = geometry;
  const top = geometry.rowStart(peer.index);
  const space = geometry.rowStart(peer.index + 1) - top;
  const height = Math.max(1, space - (space >= 5 ? 1 : 0));
  const columnGap = map.width / columns >= 5 ? 1 : 0;
  const missing = theme.name === 'dark' ? '#242f3a' : '#e3e9ee';
  context.clearRect(map.x, top, map.width, space);
  context.fillStyle = missing;
  if (columnGap === 0) context.fillRect(map.x, top, map.width, height);
  for (let column = 0; column < columns; column += 1) {
    const left = geometry.columnStart(column);
    const width = Math.max(1, geometry.columnStart(column + 1) - left - columnGap);
    if (columnGap > 0) {
      context.fillStyle = missing;
      context.fillRect(left, top, width, height);
    }
    const state = cellState(peer, geometry, column);
    const colour = colourOf(state, peer, theme);
    if (colour === undefined) continue;
    context.globalAlpha = state.there > 0 ? 0.25 + 0.75 * state.there : 1;
    context.fillStyle = colour;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
  }
}

function colourOf({ there, isInFlight }: CellState, peer: PeerView, theme: Theme): string | undefined {
  if (there === 0) return isInFlight ? PALETTE.orange : undefined;
  if (peer.stage !== 'running') return theme.line;
  return peer.isComplete ? PALETTE.green : theme.blue;
}
