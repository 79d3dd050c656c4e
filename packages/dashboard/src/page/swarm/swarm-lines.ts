import type { PeerView, SwarmModel } from '../../model/index.ts';
import type { BlockPulse } from './block-pulses.ts';

/** A line of the swarm view; `from` may upload to `to` unless it chokes it. Indices of peers. */
export interface SwarmLine {
  readonly from: number;
  readonly to: number;
}

/** The connections of a swarm, by how they are drawn. */
export interface SwarmLines {
  /** Nothing may move in either direction; each once. */
  readonly choked: readonly SwarmLine[];
  /** `from` has unchoked `to`, by its rank, or a block is on its way still. */
  readonly unchoked: readonly SwarmLine[];
  /** `from` has unchoked `to`, whatever its rank. */
  readonly optimistic: readonly SwarmLine[];
  /** The network is cut between the two, so that nothing gets across; each once. */
  readonly cut: readonly SwarmLine[];
}

/**
 * Who is connected to whom, and who may fetch from whom. An unchoke of somebody who wants nothing is not drawn as one,
 * except while a pulse moves there: a leech wants nothing of a neighbour from its last request to the next piece of that
 * one, and it may be choked while its block is on the way.
 */
export function swarmLines(model: SwarmModel, pulses: readonly BlockPulse[] = []): SwarmLines {
  const choked: SwarmLine[] = [];
  const unchoked: SwarmLine[] = [];
  const optimistic: SwarmLine[] = [];
  const cut: SwarmLine[] = [];
  const carrying = new Map(pulses.map(({ from, to }) => [wayOf(from, to), { from, to }]));
  const drawn = new Set<number>();
  for (const peer of model.peers) {
    for (const connection of peer.connections.values()) {
      const other = model.peerOf(connection.remote);
      if (other === undefined) continue;
      const line = { from: peer.index, to: other.index };
      const way = wayOf(peer.index, other.index);
      drawn.add(way);
      if (areCutOff(peer, other)) {
        // Where the other side has noticed it already, it tells of no connection.
        if (peer.index < other.index || !other.connections.has(peer.peerId)) cut.push(line);
      } else if (carrying.has(way) || (!connection.amChoking && connection.peerInterested))
        (connection.optimistic ? optimistic : unchoked).push(line);
      else if (peer.index < other.index && isIdle(other, peer) && !carrying.has(wayOf(other.index, peer.index)))
        choked.push(line);
    }
  }
  // The connection is gone, or only its other side tells of it.
  for (const [way, line] of carrying) {
    if (!drawn.has(way) && !areCutOff(model.peers[line.from], model.peers[line.to])) unchoked.push(line);
  }
  return { choked, unchoked, optimistic, cut };
}

/** Whether two peers stand on different sides of a cut. */
function areCutOff(one: PeerView | undefined, other: PeerView | undefined): boolean {
  return one?.side !== undefined && other?.side !== undefined && one.side !== other.side;
}

/** Pulses that move where none of these lines leads. What is on its way across a cut arrives on a line that is drawn cut. */
export function straysOf(pulses: readonly BlockPulse[], { unchoked, optimistic, cut }: SwarmLines): BlockPulse[] {
  const drawn = new Set([...unchoked, ...optimistic].map(({ from, to }) => wayOf(from, to)));
  for (const { from, to } of cut) drawn.add(wayOf(from, to)).add(wayOf(to, from));
  return pulses.filter(({ from, to }) => !drawn.has(wayOf(from, to)));
}

/** One direction between two peers as a number: their indices stay far below 65,536. */
const wayOf = (from: number, to: number): number => from * 65_536 + to;

/** Whether a peer gives nothing to another. */
function isIdle(peer: PeerView, other: PeerView): boolean {
  const connection = peer.connections.get(other.peerId);
  return connection === undefined || connection.amChoking || !connection.peerInterested;
}
