import { DecayingRate } from './decaying-rate.ts';

/** A block that was asked for and has not come. */
export interface RequestedBlock {
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
  /** When it was asked for, ms on the clock of the events. */
  readonly since: number;
}

/** What one peer knows of its connection to another, from its own side alone. */
export interface ConnectionView {
  /** Peer id of the other side, printable. */
  readonly remote: string;
  readonly address: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly since: number;
  /** The four flags of BEP 3. */
  readonly amChoking: boolean;
  readonly amInterested: boolean;
  readonly peerChoking: boolean;
  readonly peerInterested: boolean;
  /** We unchoked it as the optimistic one. */
  readonly optimistic: boolean;
  /** Payload over this connection, bytes. What was sent is known when the other side tells of it. */
  readonly downloaded: number;
  /** Blocks that we asked for, the oldest first; empty where events of blocks are not told. */
  readonly requests: ReadonlyMap<number, RequestedBlock>;
  /** Bytes per second that come, at a time on the clock of the events. */
  downloadRate(now: number): number;
}

export class ConnectionState implements ConnectionView {
  readonly remote: string;
  address = '';
  direction: 'outgoing' | 'incoming' = 'outgoing';
  since: number;
  amChoking = true;
  amInterested = false;
  peerChoking = true;
  peerInterested = false;
  optimistic = false;
  downloaded = 0;
  /** By their place in the content. */
  readonly requests: Map<number, RequestedBlock> = new Map();
  /** Sockets at this moment: two peers may dial each other at once, until one of the two is closed. */
  sockets = 0;
  download: DecayingRate = new DecayingRate();

  constructor(remote: string, since: number) {
    this.remote = remote;
    this.since = since;
  }

  downloadRate(now: number): number {
    return this.download.at(now);
  }

  copy(): ConnectionState {
    const copy = new ConnectionState(this.remote, this.since);
    const { address, direction, amChoking, amInterested, peerChoking, peerInterested } = this;
    Object.assign(copy, { address, direction, amChoking, amInterested, peerChoking, peerInterested });
    copy.optimistic = this.optimistic;
    copy.downloaded = this.downloaded;
    copy.sockets = this.sockets;
    copy.download = this.download.copy();
    for (const [key, block] of this.requests) copy.requests.set(key, block);
    return copy;
  }
}
