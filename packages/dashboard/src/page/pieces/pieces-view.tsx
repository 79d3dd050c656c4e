import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Hint } from '../parts/hint.tsx';
import { Switch } from '../parts/switch.tsx';
import type { RunPlayer } from '../run-player.ts';
import { usePlayer } from '../use-player.ts';
import { AvailabilityTable } from './availability-table.tsx';
import { PieceMap, type PieceOrder } from './piece-map.tsx';
import { piecesHint } from './rarest-first.ts';
import { rarestPieces, rarestText } from './rarest-pieces.ts';

export interface PiecesViewProps {
  readonly player: RunPlayer;
  readonly picked: string | undefined;
  readonly onPick: (peer: string | undefined) => void;
}

const ORDERS: Readonly<Record<PieceOrder, string>> = { number: 'By number', rarity: 'Rarest on the left' };

/** Who has which piece. */
export function PiecesView({ player, picked, onPick }: PiecesViewProps): JSX.Element {
  usePlayer(player);
  const [order, setOrder] = useState<PieceOrder>('number');
  const { model } = player;
  return (
    <div class="view pieces-view">
      <Hint>{piecesHint(model)}</Hint>
      <section class="stage panel" aria-label="The piece map">
        <PieceMap player={player} order={order} picked={picked} onPick={onPick} />
      </section>
      <div class="panel legend in-row">
        <ul class="in-row">
          <li>
            <i class="sign missing" /> missing
          </li>
          {model.header.eventLevel === 'block' && (
            <li>
              <i class="sign flight" /> in flight: asked for or begun
            </li>
          )}
          <li>
            <i class="sign there" /> there
          </li>
          <li>
            <i class="sign done" /> of a complete peer
          </li>
          <li>
            <i class="sign rare" /> {rarestText(rarestPieces(model.availability), model.availability.length)}
          </li>
        </ul>
        <Switch name="The order of the pieces" options={ORDERS} chosen={order} onChoose={setOrder} />
      </div>
      <AvailabilityTable model={model} />
    </div>
  );
}
