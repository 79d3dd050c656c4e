import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { currentTheme } from '../colour/theme.ts';
import { Canvas } from '../parts/canvas.tsx';
import { Hint } from '../parts/hint.tsx';
import { prefersStillness } from '../parts/stillness.ts';
import { Switch } from '../parts/switch.tsx';
import type { RunPlayer } from '../run-player.ts';
import { endingText } from '../text/ending-text.ts';
import { usePlayer } from '../use-player.ts';
import { PeerCard } from './peer-card.tsx';
import { swarmHint } from './swarm-hint.ts';
import { SwarmLegend } from './swarm-legend.tsx';
import { type Arrangement, FIELD_FROM, SwarmPicture } from './swarm-picture.ts';
import { SwarmTable } from './swarm-table.tsx';

export interface SwarmViewProps {
  readonly player: RunPlayer;
  readonly picked: string | undefined;
  readonly onPick: (peer: string | undefined) => void;
  readonly onOpen: (peer: string) => void;
}

const PLACES = { ring: 'Ring', force: 'By force' } as const;

/** Who is there, who gives to whom, and what moves. */
export function SwarmView({ player, picked, onPick, onOpen }: SwarmViewProps): JSX.Element {
  usePlayer(player);
  const { model } = player;
  const isLarge = model.peers.length >= FIELD_FROM;
  const [chosen, setChosen] = useState<keyof typeof PLACES>('ring');
  const arrangement = isLarge ? 'field' : chosen;
  const peer = picked === undefined ? undefined : model.peer(picked);
  return (
    <div class="view swarm-view">
      <section class="stage panel" aria-label="The swarm">
        <SwarmCanvas player={player} picked={picked} onPick={onPick} arrangement={arrangement} />
        {!isLarge && (
          <Switch
            class="stage-switch"
            name="How peers are placed"
            options={PLACES}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
      </section>
      <aside class="side">
        <Hint>{player.isOver ? endingText(player.recording.ending, model) : swarmHint(model, isLarge)}</Hint>
        {peer !== undefined && (
          <PeerCard
            peer={peer}
            now={player.head.at}
            onOpen={() => onOpen(peer.name)}
            onClose={() => onPick(undefined)}
          />
        )}
        <SwarmLegend model={model} isField={isLarge} />
        <SwarmTable model={model} now={player.head.at} picked={picked} onPick={onPick} />
      </aside>
    </div>
  );
}

export interface SwarmCanvasProps extends Omit<SwarmViewProps, 'onOpen'> {
  readonly arrangement: Arrangement;
}

/** The picture alone; the arrow keys go from peer to peer. */
export function SwarmCanvas({ player, picked, onPick, arrangement }: SwarmCanvasProps): JSX.Element {
  const picture = useMemo(() => new SwarmPicture(), []);
  const [pointed, setPointed] = useState<number>();
  const { model } = player;
  const goOn = (by: 1 | -1): void => {
    const { peers } = model;
    const from = picked === undefined ? (by === 1 ? -1 : 0) : (model.peer(picked)?.index ?? 0);
    onPick(peers[(from + by + peers.length) % peers.length]?.name);
  };
  return (
    <Canvas
      class={pointed === undefined ? '' : 'pointing'}
      label={`${model.seeds} seeds and ${model.leeches} leeches; the arrow keys go from peer to peer, the table tells the same`}
      draw={(context, room, now) =>
        picture.draw(context, room, now, player, {
          arrangement,
          theme: currentTheme(),
          picked,
          pointed,
          still: prefersStillness(),
        })
      }
      onPoint={(point) => setPointed(point === undefined ? undefined : picture.at(point))}
      onPick={(point) => {
        const index = picture.at(point);
        onPick(index === undefined ? undefined : player.model.peers[index]?.name);
      }}
      onKey={(event) => {
        if (event.key === 'ArrowRight' || event.key === 'ArrowDown') goOn(1);
        else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') goOn(-1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
