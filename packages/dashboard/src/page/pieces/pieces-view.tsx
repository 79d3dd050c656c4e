import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { currentTheme } from '../colour/theme.ts';
import { Canvas } from '../parts/canvas.tsx';
import { Hint } from '../parts/hint.tsx';
import type { RunPlayer } from '../run-player.ts';
import type { Point, Room } from '../swarm/ring-layout.ts';
import { usePlayer } from '../use-player.ts';
import { AvailabilityTable } from './availability-table.tsx';
import { cellText } from './cell-state.ts';
import { drawAvailability, drawLabels } from './draw-piece-map.ts';
import { PieceMapGeometry } from './piece-map-geometry.ts';
import { PieceRows } from './piece-rows.ts';
import { rarestPieces } from './rarest-pieces.ts';

export interface PiecesViewProps {
  readonly player: RunPlayer;
  readonly picked: string | undefined;
  readonly onPick: (peer: string | undefined) => void;
}

/** Who has which piece. */
export function PiecesView({ player, picked, onPick }: PiecesViewProps): JSX.Element {
  usePlayer(player);
  const { model } = player;
  const rarest = rarestPieces(model.availability);
  return (
    <div class="view pieces-view">
      <Hint>
        Rarest first: a leech takes its first pieces at random; after that its orange cells, pieces on their way, lie
        below the vermilion bars, those with the fewest copies.
      </Hint>
      <section class="stage panel" aria-label="The piece map">
        <PieceMap player={player} picked={picked} onPick={onPick} />
      </section>
      <ul class="panel legend in-row">
        <li>
          <i class="sign missing" /> missing
        </li>
        <li>
          <i class="sign flight" /> in flight
        </li>
        <li>
          <i class="sign there" /> there
        </li>
        <li>
          <i class="sign done" /> of a complete peer
        </li>
        <li>
          <i class="sign rare" />
          {rarest.pieces.length === 0
            ? ' no piece is rarer than the others'
            : ` rarest: ${rarest.pieces.length} with ${rarest.copies === 1 ? 'one copy' : `${rarest.copies} copies`}`}
        </li>
      </ul>
      <AvailabilityTable model={model} />
    </div>
  );
}

/** The picture alone. */
function PieceMap({ player, picked, onPick }: PiecesViewProps): JSX.Element {
  const rows = useMemo(() => new PieceRows(), []);
  const [pointed, setPointed] = useState<Point>();
  const [room, setRoom] = useState<Room>({ width: 1, height: 1 });
  const { model } = player;
  const geometry = new PieceMapGeometry(model.peers.length, model.availability.length, room);
  const cell = pointed === undefined ? undefined : geometry.cellAt(pointed.x, pointed.y);
  const peer = cell === undefined ? undefined : model.peers[cell.row];
  const piece = cell === undefined ? undefined : geometry.piecesOf(cell.column)[0];
  return (
    <>
      <Canvas
        label={`${model.peers.length} peers by ${model.availability.length} pieces; the table below tells the same`}
        draw={(context, now) => {
          const { model: swarm } = player;
          if (now.width !== room.width || now.height !== room.height) setRoom(now);
          const place = new PieceMapGeometry(swarm.peers.length, swarm.availability.length, now);
          const theme = currentTheme();
          rows.draw(context, swarm.peers, place, theme, swarm);
          drawAvailability(context, swarm, place, theme);
          const row = picked === undefined ? undefined : swarm.peer(picked)?.index;
          drawLabels(context, swarm, place, theme, { picked: row, pointed: cell });
        }}
        onPoint={setPointed}
        onPick={({ x, y }) => {
          const found = geometry.cellAt(x, y);
          onPick(found === undefined ? undefined : player.model.peers[found.row]?.name);
        }}
      />
      {peer !== undefined && piece !== undefined && (
        <p class="tip">{cellText(peer, piece, model.availability[piece] ?? 0)}</p>
      )}
    </>
  );
}
