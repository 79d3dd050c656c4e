import type { PeerView } from '../../model/index.ts';
import type { Theme } from '../colour/theme.ts';
import type { RunPlayer } from '../run-player.ts';
import { type BlockPulse, blockPulses } from './block-pulses.ts';
import { drawField } from './draw-field.ts';
import { drawLines } from './draw-lines.ts';
import { drawNames } from './draw-names.ts';
import { drawPeer } from './draw-peer.ts';
import { drawPulses, drawStillPulses } from './draw-pulses.ts';
import { dotRadius, fieldLayout } from './field-layout.ts';
import { ForceLayout } from './force-layout.ts';
import { nearestPoint } from './nearest-point.ts';
import { nodeRadius, type Point, type Room, ringLayout } from './ring-layout.ts';
import { type SwarmLines, straysOf, swarmLines } from './swarm-lines.ts';

/** How peers are placed. A field is for swarms in which nobody could follow a line. */
export type Arrangement = 'ring' | 'force' | 'field';

/** From here on a swarm is drawn as a field of dots. */
export const FIELD_FROM = 200;
/** More names than these overlap. */
const MOST_NAMES = 40;
/** Lines of a large swarm are drawn this seldom, ms: they take most of a frame, and change seldom. */
const LINES_EVERY = 250;
const FEW_PEERS = 30;
const NO_LINES: SwarmLines = { choked: [], unchoked: [], optimistic: [], cut: [] };

export interface PictureOptions {
  readonly arrangement: Arrangement;
  readonly theme: Theme;
  readonly picked: string | undefined;
  readonly pointed: number | undefined;
  readonly still: boolean;
}

/** The picture of a swarm. Keeps what does not change from frame to frame: places, and the lines of large swarms. */
export class SwarmPicture {
  #points: readonly Point[] = [];
  #radius = 4;
  #placed = '';
  #force: ForceLayout | undefined;
  readonly #layer = document.createElement('canvas');
  #layerKey = '';
  #layerLines: SwarmLines = NO_LINES;
  #layerAt = Number.NEGATIVE_INFINITY;

  /** The peer at a place of the picture. */
  at(place: Point): number | undefined {
    return nearestPoint(this.#points, place, Math.max(14, this.#radius * 1.5));
  }

  draw(context: CanvasRenderingContext2D, room: Room, now: number, player: RunPlayer, options: PictureOptions): void {
    const { model, head } = player;
    const { theme, arrangement } = options;
    const picked = options.picked === undefined ? undefined : model.peer(options.picked)?.index;
    this.#place(model.peers, room, arrangement);
    if (this.#force !== undefined)
      this.#points = options.still ? this.#force.settle(model, room) : this.#force.step(model, room);
    const pulses = player.isOver ? [] : blockPulses(player.recording, model, head.at, head.speed);
    if (arrangement === 'field') drawField(context, model, this.#points, pulses, this.#radius, theme);
    else {
      const isLarge = model.peers.length > FEW_PEERS;
      if (options.still) drawStillPulses(context, pulses, this.#points);
      if (isLarge) this.#drawLayer(context, room, now, player, options, picked, pulses);
      else drawLines(context, swarmLines(model, pulses), this.#points, theme, picked);
      if (!options.still)
        drawPulses(context, pulses, this.#points, Math.max(2.6, Math.min(4.5, this.#radius * 0.2)), picked);
    }
    this.#drawPeers(context, model.peers, options, picked);
    if (model.peers.length <= MOST_NAMES) drawNames(context, model.peers, this.#points, this.#radius, room, theme);
  }

  #drawPeers(
    context: CanvasRenderingContext2D,
    peers: readonly PeerView[],
    { arrangement, theme, pointed }: PictureOptions,
    picked: number | undefined,
  ): void {
    for (const peer of peers) {
      const point = this.#points[peer.index];
      const emphasis = { isPicked: peer.index === picked, isPointed: peer.index === pointed };
      // A field has drawn its dots already; only those that stand out are drawn once more.
      if (point === undefined || (arrangement === 'field' && !emphasis.isPicked && !emphasis.isPointed)) continue;
      drawPeer(context, peer, point, this.#radius, theme, emphasis);
    }
  }

  #place(peers: readonly PeerView[], room: Room, arrangement: Arrangement): void {
    const key = `${arrangement} ${peers.length} ${room.width} ${room.height}`;
    if (key === this.#placed) return;
    this.#placed = key;
    const isField = arrangement === 'field';
    this.#points = isField ? fieldLayout(peers.length, room) : ringLayout(peers, room);
    this.#radius = isField ? dotRadius(peers.length, room) : nodeRadius(peers.length, room);
    this.#force = arrangement === 'force' ? new ForceLayout(this.#points, room, this.#radius) : undefined;
  }

  #drawLayer(
    context: CanvasRenderingContext2D,
    room: Room,
    now: number,
    { model }: RunPlayer,
    { theme }: PictureOptions,
    picked: number | undefined,
    pulses: readonly BlockPulse[],
  ): void {
    const { canvas } = context;
    const key = `${this.#placed} ${theme.name} ${picked} ${canvas.width}`;
    if (key !== this.#layerKey || now - this.#layerAt > LINES_EVERY || this.#force !== undefined) {
      this.#layerKey = key;
      this.#layerAt = now;
      this.#layer.width = canvas.width;
      this.#layer.height = canvas.height;
      const layer = this.#layer.getContext('2d');
      layer?.scale(canvas.width / room.width, canvas.height / room.height);
      this.#layerLines = swarmLines(model, pulses);
      if (layer !== null) drawLines(layer, this.#layerLines, this.#points, theme, picked);
    }
    context.drawImage(this.#layer, 0, 0, room.width, room.height);
    // What began to move since then has a line at once.
    const unchoked = straysOf(pulses, this.#layerLines);
    const beside = this.#layerLines.choked.length + this.#layerLines.unchoked.length;
    drawLines(context, { ...NO_LINES, unchoked }, this.#points, theme, picked, beside);
  }
}
