import type { PeerView, SwarmModel } from '../../model/index.ts';

/** A line of the swarm view; `from` may upload to `to` unless it chokes it. Indices of peers. */
export interface SwarmLine {
  readonly from: number;
  readonly to: number;
}

/** The connections of a swarm, by how they are drawn. */
export interface SwarmLines {
  /** Nothing may move in either direction; each once. */
  readonly choked: readonly SwarmLine[];
  /** `from` has unchoked `to`, by its rank. */
  readonly unchoked: readonly SwarmLine[];
  /** `from` has unchoked `to`, whatever its rank. */
  readonly optimistic: readonly SwarmLine[];
}

/** Who is connected to whom, and who may fetch from whom. An unchoke of somebody who wants nothing is not drawn as one. */
export function swarmLines(model: SwarmModel): SwarmLines {
  const choked: SwarmLine[] = [];
  const unchoked: SwarmLine[] = [];
  const optimistic: SwarmLine[] = [];
  for (const peer of model.peers) {
    for (const connection of peer.connections.values()) {
      const other = model.peerOf(connection.remote);
      if (other === undefined) continue;
      const line = { from: peer.index, to: other.index };
      if (!connection.amChoking && connection.peerInterested)
        (connection.optimistic ? optimistic : unchoked).push(line);
      else if (peer.index < other.index && isIdle(other, peer)) choked.push(line);
    }
  }
  return { choked, unchoked, optimistic };
}

/** Whether a peer gives nothing to another. */
function isIdle(peer: PeerView, other: PeerView): boolean {
  const connection = peer.connections.get(other.peerId);
  return connection === undefined || connection.amChoking || !connection.peerInterested;
}
