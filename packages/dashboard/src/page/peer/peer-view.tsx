import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Facts } from '../parts/facts.tsx';
import { Hint } from '../parts/hint.tsx';
import type { RunPlayer } from '../run-player.ts';
import { stageText } from '../swarm/stage-text.ts';
import { formatBytes, formatRate } from '../text/format-bytes.ts';
import { usePlayer } from '../use-player.ts';
import { ChokeRounds } from './choke-rounds.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { flightText } from './flight-text.ts';
import { PiecePicks } from './piece-picks.tsx';
import { WirePanel } from './wire-panel.tsx';

export interface PeerViewProps {
  readonly player: RunPlayer;
  readonly picked: string | undefined;
  readonly onPick: (peer: string) => void;
}

/** One peer from inside: what it knows, what it decides, what goes over its wires. */
export function PeerInside({ player, picked, onPick }: PeerViewProps): JSX.Element {
  usePlayer(player);
  const [remote, setRemote] = useState<string>();
  const { model, head } = player;
  const peer =
    (picked === undefined ? undefined : model.peer(picked)) ?? model.peers.find(({ role }) => role === 'leech');
  if (peer === undefined) return <p class="view note">There is no peer to be looked at.</p>;
  const connections = [...peer.connections.values()];
  const chosen = connections.find((connection) => connection.remote === remote) ?? connections[0];
  return (
    <div class="view peer-view">
      <section class="panel peer-facts" aria-label="The peer">
        <label>
          <span class="unseen">Peer</span>
          <select value={peer.name} onChange={(event) => onPick(event.currentTarget.value)}>
            {model.peers.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Facts
          facts={[
            ['is', stageText(peer)],
            ['pieces', `${peer.haveCount} of ${peer.have.length}`],
            ['in flight', flightText(peer, model.header.eventLevel)],
            ['receives', `${formatRate(peer.downloadRate(head.at))}, ${formatBytes(peer.downloaded)} so far`],
            ['sends', `${formatRate(peer.uploadRate(head.at))}, ${formatBytes(peer.uploaded)} so far`],
            ['address', peer.address],
            ['peer id', peer.peerId],
            ...(peer.trouble === '' ? [] : [['trouble', peer.trouble] as const]),
          ]}
        />
        <Hint>Four flags rule each connection: data comes only where we are interested and are not choked.</Hint>
      </section>
      <ConnectionTable
        connections={connections}
        nameOf={(id) => model.peerOf(id)?.name ?? id}
        now={head.at}
        chosen={chosen?.remote}
        onChoose={setRemote}
      />
      <ChokeRounds player={player} peer={peer.name} />
      <PiecePicks player={player} peer={peer.name} />
      <WirePanel player={player} peer={peer.name} remote={chosen?.remote} />
    </div>
  );
}
