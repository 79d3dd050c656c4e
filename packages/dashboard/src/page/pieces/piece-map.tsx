import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { currentTheme } from '../colour/theme.ts';
import { Canvas } from '../parts/canvas.tsx';
import type { RunPlayer } from '../run-player.ts';
import type { Point, Room } from '../swarm/ring-layout.ts';
import { cellText } from './cell-state.ts';
import { drawAvailability, drawLabels } from './draw-piece-map.ts';
import { PieceMapGeometry } from './piece-map-geometry.ts';
import { PieceRows } from './piece-rows.ts';
import { rarityOrder } from './rarity-order.ts';

/** How pieces are placed from left to right. */
export type PieceOrder = 'number' | 'rarity';

export interface PieceMapProps {
  readonly player: RunPlayer;
  readonly order: PieceOrder;
  readonly picked: string | undefined;
  readonly onPick: (peer: string | undefined) => void;
}

/** How often pieces change their places, ms of the viewer's time: more often nobody could follow. */
const ORDER_EVERY = 500;

/** The picture of who has which piece. */
export function PieceMap({ player, order, picked, onPick }: PieceMapProps): JSX.Element {
  const map = useMemo(() => new MapState(), []);
  const [pointed, setPointed] = useState<Point>();
  const { model } = player;
  const geometry = map.geometry;
  const cell = pointed === undefined ? undefined : geometry.cellAt(pointed.x, pointed.y);
  const peer = cell === undefined ? undefined : model.peers[cell.row];
  const piece = cell === undefined ? undefined : geometry.pieceAt(geometry.placesOf(cell.column)[0]);
  return (
    <>
      <Canvas
        label={`${model.peers.length} peers by ${model.availability.length} pieces; the table below tells the same`}
        draw={(context, room, now) => {
          const { model: swarm, head } = player;
          map.place(player, order, room, head.mode === 'paused' ? Number.POSITIVE_INFINITY : now);
          const theme = currentTheme();
          map.rows.draw(context, swarm.peers, map.geometry, theme, swarm);
          drawAvailability(context, swarm, map.geometry, theme);
          const row = picked === undefined ? undefined : swarm.peer(picked)?.index;
          drawLabels(context, swarm, map.geometry, theme, { picked: row, pointed: cell });
        }}
        onPoint={setPointed}
        onPick={({ x, y }) => {
          const found = map.geometry.cellAt(x, y);
          onPick(found === undefined ? undefined : player.model.peers[found.row]?.name);
        }}
      />
      {peer !== undefined && piece !== undefined && (
        <p class="tip">{cellText(peer, piece, model.availability[piece] ?? 0)}</p>
      )}
    </>
  );
}

/** What is kept from frame to frame: where the cells lie, and the rows that are drawn already. */
class MapState {
  readonly rows = new PieceRows();
  geometry = new PieceMapGeometry(0, 0, { width: 1, height: 1 });
  #order: Uint32Array | undefined;
  #orderedAt = Number.NEGATIVE_INFINITY;
  #orderedFor = -1;

  /** @param now ms of the viewer's clock; infinite when the order has to be that of just this moment */
  place({ model }: RunPlayer, order: PieceOrder, room: Room, now: number): void {
    if (order === 'number') this.#order = undefined;
    else if (this.#order === undefined || (model.count !== this.#orderedFor && now - this.#orderedAt > ORDER_EVERY)) {
      this.#order = rarityOrder(model.availability);
      this.#orderedAt = Number.isFinite(now) ? now : Number.NEGATIVE_INFINITY;
      this.#orderedFor = model.count;
    }
    this.geometry = new PieceMapGeometry(model.peers.length, model.availability.length, room, this.#order);
  }
}
