import { ConnectionState } from './connection-state.ts';
import type { EventOf } from './event-of.ts';
import type { PeerState } from './peer-state.ts';

type FlagEvent = EventOf<'choke' | 'unchoke' | 'interested' | 'not-interested'>;

/** What a peer tells of one of its connections. */
export type ConnectionEvent = FlagEvent | EventOf<'connected' | 'disconnected'>;

/** Changes what is known of a connection of a peer that is there. */
export function applyConnectionEvent(peer: PeerState, event: ConnectionEvent): void {
  switch (event.type) {
    case 'connected': {
      const connection = connectionOf(peer, event);
      connection.address = event.address;
      connection.direction = event.direction;
      connection.sockets += 1;
      return;
    }
    case 'disconnected': {
      const connection = peer.connections.get(event.remote);
      if (connection === undefined) return;
      connection.sockets -= 1;
      if (connection.sockets <= 0) peer.disconnect(event.remote);
      return;
    }
    default:
      return applyFlag(peer, event);
  }
}

/** Made where it is not known: the event of its beginning may have been lost, as `events-lost` says. */
export function connectionOf(
  peer: PeerState,
  { remote, t }: { readonly remote: string; readonly t: number },
): ConnectionState {
  const known = peer.connections.get(remote);
  if (known !== undefined) return known;
  const connection = new ConnectionState(remote, t);
  peer.connections.set(remote, connection);
  return connection;
}

/**
 * The newest decision says who has which slot: a peer may keep its slot for another reason, and nothing is sent then that
 * would tell it.
 */
export function applyDecisions(peer: PeerState, { candidates }: EventOf<'choke-decisions'>): void {
  for (const { remote, reason } of candidates) {
    const connection = peer.connections.get(remote);
    if (connection === undefined) continue;
    connection.optimistic = reason === 'optimistic';
    connection.newcomer = reason === 'newcomer';
  }
}

/** There is one optimistic slot: whoever had it before has another one, or none. */
function endOptimist({ connections }: PeerState): void {
  for (const connection of connections.values()) connection.optimistic = false;
}

function applyFlag(peer: PeerState, event: FlagEvent): void {
  const connection = connectionOf(peer, event);
  const sent = event.direction === 'sent';
  switch (event.type) {
    case 'choke':
      if (sent) {
        connection.amChoking = true;
        connection.optimistic = false;
        connection.newcomer = false;
      } else {
        connection.peerChoking = true;
        peer.inFlight.releaseAll(connection.requests);
      }
      return;
    case 'unchoke':
      if (sent) {
        if (event.optimistic === true) endOptimist(peer);
        connection.amChoking = false;
        connection.optimistic = event.optimistic === true;
      } else connection.peerChoking = false;
      return;
    default: {
      const interested = event.type === 'interested';
      if (sent) connection.amInterested = interested;
      else connection.peerInterested = interested;
    }
  }
}
