import type { JSX } from 'preact';
import type { PeerView } from '../../model/index.ts';
import { Facts } from '../parts/facts.tsx';
import { formatBytes, formatRate } from '../text/format-bytes.ts';
import { stageText } from './stage-text.ts';

export interface PeerCardProps {
  readonly peer: PeerView;
  /** ms on the clock of the events. */
  readonly now: number;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** The peer that was picked in the picture, in a few lines. */
export function PeerCard({ peer, now, onOpen, onClose }: PeerCardProps): JSX.Element {
  const connections = [...peer.connections.values()];
  const unchoked = connections.filter(({ amChoking, peerInterested }) => !amChoking && peerInterested).length;
  return (
    <section class="panel card" aria-label={`Peer ${peer.name}`}>
      <h2>
        {peer.name} <small>{stageText(peer)}</small>
        <button type="button" class="quiet close" aria-label="Let go of this peer" onClick={onClose}>
          ×
        </button>
      </h2>
      <Facts
        facts={[
          ['pieces', `${peer.haveCount} of ${peer.have.length}`],
          ['receives', `${formatRate(peer.downloadRate(now))}, ${formatBytes(peer.downloaded)} so far`],
          ['sends', `${formatRate(peer.uploadRate(now))}, ${formatBytes(peer.uploaded)} so far`],
          ['connections', `${connections.length}, of which ${unchoked} may fetch from it`],
          ...(peer.trouble === '' ? [] : [['trouble', peer.trouble] as const]),
        ]}
      />
      <button type="button" onClick={onOpen}>
        Look inside this peer
      </button>
    </section>
  );
}
