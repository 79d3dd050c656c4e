import { DecayingRate } from './decaying-rate.ts';
import type { NumberList, NumberReader } from './number-list.ts';
import type { TextTable } from './text-table.ts';

const DIRECTIONS = ['outgoing', 'incoming'] as const;

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
  /** It has our optimistic slot. */
  readonly optimistic: boolean;
  /** It has a slot of ours for those who hold nothing; known where decisions are told. */
  readonly newcomer: boolean;
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
  newcomer = false;
  downloaded = 0;
  /** By their place in the content. */
  readonly requests: Map<number, RequestedBlock> = new Map();
  /** Sockets at this moment: two peers may dial each other at once, until one of the two is closed. */
  sockets = 0;
  readonly download: DecayingRate = new DecayingRate();

  constructor(remote: string, since: number) {
    this.remote = remote;
    this.since = since;
  }

  downloadRate(now: number): number {
    return this.download.at(now);
  }

  save(into: NumberList, texts: TextTable): void {
    into.push(
      texts.numberOf(this.remote),
      this.since,
      texts.numberOf(this.address),
      DIRECTIONS.indexOf(this.direction),
    );
    into.push(Number(this.amChoking), Number(this.amInterested), Number(this.peerChoking), Number(this.peerInterested));
    into.push(Number(this.optimistic), Number(this.newcomer), this.downloaded, this.sockets, this.requests.size);
    for (const [place, { piece, begin, length, since }] of this.requests) {
      into.push(place, piece, begin, length, since);
    }
    this.download.save(into);
  }

  static restore(from: NumberReader, texts: TextTable): ConnectionState {
    const connection = new ConnectionState(texts.textOf(from.take()), from.take());
    connection.address = texts.textOf(from.take());
    connection.direction = DIRECTIONS[from.take()] ?? 'outgoing';
    connection.amChoking = from.takeFlag();
    connection.amInterested = from.takeFlag();
    connection.peerChoking = from.takeFlag();
    connection.peerInterested = from.takeFlag();
    connection.optimistic = from.takeFlag();
    connection.newcomer = from.takeFlag();
    connection.downloaded = from.take();
    connection.sockets = from.take();
    for (let left = from.take(); left > 0; left -= 1) {
      const place = from.take();
      const block = { piece: from.take(), begin: from.take(), length: from.take(), since: from.take() };
      connection.requests.set(place, block);
    }
    connection.download.restore(from);
    return connection;
  }
}
