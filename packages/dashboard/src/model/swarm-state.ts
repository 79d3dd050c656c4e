import { Bitfield } from '@seedbed/protocol';
import { Availability } from './availability.ts';
import type { EventOf } from './event-of.ts';
import { Payload } from './payload.ts';
import type { PeerState } from './peer-state.ts';
import type { RunHeader } from './run-header.ts';
import { RunState } from './run-state.ts';
import { SwarmPeers } from './swarm-peers.ts';

/** The group of peers that the plan did not know. */
const ADDED_GROUP = 'added';

/** What a swarm consists of, and what has to change together when somebody comes, has everything or goes. */
export class SwarmState {
  readonly header: RunHeader;
  readonly run: RunState;
  readonly peers: SwarmPeers;
  readonly availability: Availability;
  payload: Payload = new Payload();

  constructor(header: RunHeader) {
    const { pieces } = header.content;
    this.header = header;
    this.run = new RunState(header.startedAt);
    this.peers = new SwarmPeers(header.peers, pieces);
    this.availability = new Availability(pieces);
  }

  /**
   * Whether both ends of a connection are there. What was told of it may be heard after one of them is gone, and whoever
   * was killed behind a broken link never says goodbye: its neighbours go on for minutes without knowing.
   */
  areThere(peer: PeerState, { remote }: { readonly remote: string }): boolean {
    return peer.stage === 'running' && !this.peers.isGone(remote);
  }

  /** Peers that are there and have everything, and those that are there and do not. */
  get seeds(): number {
    return this.peers.all.filter(({ stage, isComplete }) => stage === 'running' && isComplete).length;
  }

  get leeches(): number {
    return this.peers.all.filter(({ stage, isComplete }) => stage === 'running' && !isComplete).length;
  }

  /** A peer comes, for the first time or again. */
  begin(event: EventOf<'peer-started'>): void {
    const { pieces } = this.header.content;
    const isSeed = event.have === event.pieces;
    const role = isSeed ? 'seed' : 'leech';
    const peer =
      this.peers.named(event.peer) ?? this.peers.add({ name: event.peer, group: ADDED_GROUP, role, client: 'seedbed' });
    this.end(peer, 'killed');
    peer.stage = 'running';
    peer.paused = false;
    this.run.faults.mend('pause', peer.name);
    peer.trouble = '';
    peer.peerId = event.peerId;
    peer.address = event.address;
    this.peers.identify(peer);
    this.payload.claim(peer);
    if (isSeed) peer.have = Bitfield.full(pieces);
    else if (event.have === 0) peer.have = new Bitfield(pieces);
    peer.haveCount = event.have;
    peer.change();
    this.availability.add(peer.have);
  }

  /** A peer has everything. */
  finish(peer: PeerState): void {
    peer.finish();
    this.#rest();
  }

  /** A peer goes: its connections with it at both ends, whether their other ends have noticed or not. */
  end(peer: PeerState, stage: 'left' | 'killed'): void {
    if (peer.stage !== 'running') return;
    for (const other of this.peers.all) other.disconnect(peer.peerId);
    peer.leave(stage);
    this.availability.remove(peer.have);
    this.#rest();
  }

  /** Where nobody fetches any more, nobody sends. */
  #rest(): void {
    if (this.leeches === 0) for (const { sent } of this.peers.all) sent.stop();
  }
}
