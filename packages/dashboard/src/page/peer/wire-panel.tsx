import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RunPlayer } from '../run-player.ts';
import { ByteTable } from './byte-table.tsx';
import { SequenceDiagram } from './sequence-diagram.tsx';
import { sequenceRows, type WireEvent } from './sequence-rows.ts';
import { takeApart } from './take-apart.ts';

export interface WirePanelProps {
  readonly player: RunPlayer;
  readonly peer: string;
  /** The other side, by its peer id. */
  readonly remote: string | undefined;
}

const MOST_MESSAGES = 160;
const MOST_ROWS = 18;

/** The wire between two peers, and the bytes of one message. */
export function WirePanel({ player, peer, remote }: WirePanelProps): JSX.Element {
  const [chosen, setChosen] = useState<WireEvent>();
  const { model, recording, span } = player;
  const events =
    remote === undefined
      ? []
      : recording.lookBack({ types: ['wire'], peer, remote, before: model.count, limit: MOST_MESSAGES });
  const wire = events.filter((event): event is WireEvent => event.type === 'wire').reverse();
  const rows = sequenceRows(wire).slice(-MOST_ROWS);
  const shown = chosen !== undefined && chosen.peer === peer && chosen.remote === remote ? chosen : rows.at(-1)?.event;
  const apart = shown === undefined ? undefined : takeApart(shown, recording.header.content.pieces);
  return (
    <section class="panel wire wide">
      <h2>The wire</h2>
      {remote === undefined || shown === undefined || apart === undefined ? (
        <p class="note">No message is known at this moment. They are told in runs with --trace wire.</p>
      ) : (
        <div class="wire-halves">
          <SequenceDiagram
            rows={rows}
            left={peer}
            right={model.peerOf(remote)?.name ?? remote}
            from={span.from}
            chosen={shown}
            onChoose={setChosen}
          />
          <div class="apart">
            <h3>
              {apart.described.name} <small>“{apart.described.purpose}”</small>
            </h3>
            <ByteTable bytes={apart.bytes} length={apart.length} fields={apart.described.fields} />
          </div>
        </div>
      )}
    </section>
  );
}
