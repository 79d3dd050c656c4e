import type { SwarmEvent } from '@seedbed/events';
import { applyConnectionEvent, applyDecisions, connectionOf } from './connection-event.ts';
import type { EventOf } from './event-of.ts';
import { partitionSides } from './partition-sides.ts';
import type { PeerState } from './peer-state.ts';
import type { SwarmState } from './swarm-state.ts';

type BlockEvent = EventOf<'request' | 'cancel' | 'block'>;

/** Changes a swarm by what is told of it. What is told for the record alone changes nothing that is drawn. */
export function applyEvent(swarm: SwarmState, event: SwarmEvent): void {
  if (event.type === 'run-phase') return swarm.run.enter(event);
  if (event.type === 'run-action') return act(swarm, event);
  if (event.type === 'peer-started') return swarm.begin(event);
  const peer = swarm.peers.named(event.peer);
  if (peer === undefined) return;
  switch (event.type) {
    case 'request':
    case 'cancel':
    case 'block':
      return applyBlockEvent(swarm, peer, event);
    case 'piece':
      return verify(swarm, peer, event);
    case 'connected':
    case 'disconnected':
    case 'choke':
    case 'unchoke':
    case 'interested':
    case 'not-interested':
      if (swarm.areThere(peer, event)) applyConnectionEvent(peer, event);
      return;
    default:
      return applyPeerEvent(swarm, peer, event);
  }
}

/** What a peer tells of itself, or of all its connections. */
function applyPeerEvent(swarm: SwarmState, peer: PeerState, event: SwarmEvent): void {
  switch (event.type) {
    case 'choke-decisions':
      return applyDecisions(peer, event);
    case 'piece-corrupt':
      peer.corruptPieces += 1;
      peer.inFlight.settle(event.piece);
      return;
    case 'completed':
      peer.completedAt = event.t;
      return swarm.finish(peer);
    case 'peer-stopped':
      return swarm.end(peer, 'left');
    case 'fault':
      peer.trouble = event.reason;
      return;
    case 'announce-failed':
      peer.trouble = `announce: ${event.reason}`;
      return;
    default:
      return;
  }
}

function applyBlockEvent(swarm: SwarmState, peer: PeerState, event: BlockEvent): void {
  const { remote, piece, begin, length, t } = event;
  const { content, eventLevel } = swarm.header;
  const place = piece * content.pieceLength + begin;
  if (event.type === 'request') {
    if (!swarm.areThere(peer, event)) return;
    return peer.inFlight.ask(connectionOf(peer, event).requests, place, { piece, begin, length, since: t });
  }
  const queue = peer.connections.get(remote)?.requests;
  if (queue !== undefined) peer.inFlight.release(queue, place);
  if (event.type === 'cancel') return;
  if (peer.stage === 'running' && piece < content.pieces && !peer.have.has(piece)) peer.inFlight.arrive(piece, length);
  if (eventLevel === 'block') swarm.payload.move(peer, swarm.peers.withId(remote), remote, length, t);
}

/** A piece was verified. Where blocks are not told, its payload moves at this moment. */
function verify(swarm: SwarmState, peer: PeerState, { piece, have, sources, t }: EventOf<'piece'>): void {
  const { content, eventLevel } = swarm.header;
  if (eventLevel !== 'block') {
    for (const { remote, bytes } of sources) {
      swarm.payload.move(peer, swarm.peers.withId(remote), remote, bytes, t);
    }
  }
  peer.haveCount = have;
  peer.inFlight.settle(piece);
  peer.change();
  if (piece < content.pieces && peer.have.set(piece) && peer.stage === 'running') swarm.availability.addPiece(piece);
  if (peer.isComplete) swarm.finish(peer);
}

/** The launcher, or somebody through it, does something to the run. */
function act(swarm: SwarmState, event: EventOf<'run-action'>): void {
  const { action, peers } = event;
  swarm.run.act(event);
  if (action === 'partition') swarm.peers.takeSides(partitionSides(event));
  if (action === 'heal') swarm.peers.takeSides(new Map());
  for (const name of peers) {
    const peer = swarm.peers.named(name);
    if (peer === undefined) continue;
    actOn(swarm, peer, action);
  }
}

function actOn(swarm: SwarmState, peer: PeerState, action: string): void {
  const { faults } = swarm.run;
  switch (action) {
    case 'kill':
      return swarm.end(peer, 'killed');
    case 'pause':
      peer.paused = true;
      return faults.make('pause', peer.name);
    case 'resume':
      peer.paused = false;
      return faults.mend('pause', peer.name);
    case 'corrupt':
      peer.corrupts = true;
      return faults.make('corrupt', peer.name);
  }
}
