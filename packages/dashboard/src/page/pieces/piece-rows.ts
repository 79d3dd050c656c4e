import type { PeerView } from '../../model/index.ts';
import { PALETTE } from '../colour/palette.ts';
import type { Theme } from '../colour/theme.ts';
import { cellState } from './cell-state.ts';
import type { PieceMapGeometry } from './piece-map-geometry.ts';

/**
 * The rows of the piece map on a canvas of their own. A row is drawn anew only when something of its peer has changed, so
 * that a hundred peers with thousands of pieces cost nothing while nothing happens.
 */
export class PieceRows {
  readonly #canvas = document.createElement('canvas');
  #versions: number[] = [];
  #key = '';

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
    if (key !== this.#key || epoch !== this.#epoch || geometry.order !== this.#order) {
      this.#key = key;
      this.#epoch = epoch;
      this.#order = geometry.order;
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#versions = [];
    }
    const layer = this.#canvas.getContext('2d');
    if (layer === null) return;
    layer.setTransform(width / room.width, 0, 0, height / room.height, 0, 0);
    for (const peer of peers) {
      if (this.#versions[peer.index] === peer.version) continue;
      this.#versions[peer.index] = peer.version;
      drawRow(layer, peer, geometry, theme);
    }
    context.drawImage(this.#canvas, 0, 0, room.width, room.height);
  }

  /** Another model counts its versions anew. */
  #epoch: unknown;
  #order: Uint32Array | undefined;
}

function drawRow(context: CanvasRenderingContext2D, peer: PeerView, geometry: PieceMapGeometry, theme: Theme): void {
  const top = geometry.rowStart(peer.index);
  const height = geometry.rowStart(peer.index + 1) - top;
  const gap = height >= 5 ? 1 : 0;
  const columnGap = geometry.map.width / geometry.columns >= 5 ? 1 : 0;
  context.clearRect(geometry.map.x, top, geometry.map.width, height);
  const isHere = peer.stage === 'running';
  const there = isHere ? theme.blue : theme.line;
  for (let column = 0; column < geometry.columns; column += 1) {
    const left = geometry.columnStart(column);
    const width = Math.max(1, geometry.columnStart(column + 1) - left - columnGap);
    const state = cellState(peer, geometry, column);
    context.fillStyle = theme.name === 'dark' ? '#242f3a' : '#e3e9ee';
    context.fillRect(left, top, width, Math.max(1, height - gap));
    if (state.there > 0) {
      context.globalAlpha = 0.25 + 0.75 * state.there;
      context.fillStyle = peer.isComplete && isHere ? PALETTE.green : there;
      context.fillRect(left, top, width, Math.max(1, height - gap));
      context.globalAlpha = 1;
    } else if (state.isInFlight) {
      context.fillStyle = PALETTE.orange;
      context.fillRect(left, top, width, Math.max(1, height - gap));
    }
  }
}
