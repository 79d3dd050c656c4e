import { Bitfield } from '@seedbed/protocol';
import { ConnectionState, type ConnectionView } from './connection-state.ts';
import { DecayingRate } from './decaying-rate.ts';
import { InFlight, type PieceInFlight } from './in-flight.ts';
import type { NumberList, NumberReader } from './number-list.ts';
import type { TextTable } from './text-table.ts';

const ROLES = ['seed', 'leech'] as const;
const STAGES = ['awaited', 'running', 'left', 'killed'] as const;

/** Where a peer is: `awaited` has not come, `left` said goodbye, `killed` did not. */
export type PeerStage = (typeof STAGES)[number];

/** What is on its way to one peer. */
export interface PiecesInFlight {
  /** Pieces of which something was asked for or came, and that are not verified yet. */
  readonly pieces: ReadonlyMap<number, PieceInFlight>;
  /** Blocks that were asked for and are not here yet: those in the queues of all its connections. */
  readonly asked: number;
}

/** One peer at a moment, for whoever draws it: only to be read, and it changes as the model goes on. */
export interface PeerView {
  /** Its place in `SwarmModel.peers`, the same as long as the model lives. */
  readonly index: number;
  readonly name: string;
  readonly group: string;
  readonly role: 'seed' | 'leech';
  readonly client: string;
  /** Limits of its link by the plan, bytes per second; undefined is none. */
  readonly upload: number | undefined;
  readonly download: number | undefined;
  readonly stage: PeerStage;
  readonly paused: boolean;
  /** It was made to send wrong blocks. */
  readonly corrupts: boolean;
  /** The side of the cut network on which it stands, from 0: it reaches nobody on another one. Who is on none reaches all. */
  readonly side: number | undefined;
  /** Peer id, printable; empty until it has come. */
  readonly peerId: string;
  readonly address: string;
  /** Verified pieces: `bytes` is the body of a `bitfield` message. */
  readonly have: Bitfield;
  /** Grows whenever another piece is there or in flight: what was drawn for the same number is still right. */
  readonly version: number;
  /** Verified pieces by the peer's own count: where it began with some, nobody knows which. */
  readonly haveCount: number;
  readonly isComplete: boolean;
  /** When it was complete, on the clock of the events; of those that came complete undefined. */
  readonly completedAt: number | undefined;
  /** What is on its way to it; where events of blocks are not told, nobody knows, and nothing is in flight. */
  readonly inFlight: PiecesInFlight;
  /** By the peer id of the other side. */
  readonly connections: ReadonlyMap<string, ConnectionView>;
  /** Payload, bytes. */
  readonly downloaded: number;
  readonly uploaded: number;
  /** Pieces that failed their hash. */
  readonly corruptPieces: number;
  /** Why it stands still or what went wrong last; empty when nothing did. */
  readonly trouble: string;
  /** Bytes per second at a time on the clock of the events; who is not there moves nothing. */
  downloadRate(now: number): number;
  uploadRate(now: number): number;
}

export interface PeerStateOptions {
  readonly index: number;
  readonly name: string;
  readonly group: string;
  readonly role: 'seed' | 'leech';
  readonly client: string;
  readonly upload?: number | undefined;
  readonly download?: number | undefined;
}

export class PeerState implements PeerView {
  readonly index: number;
  readonly name: string;
  readonly group: string;
  role: 'seed' | 'leech';
  readonly client: string;
  readonly upload: number | undefined;
  readonly download: number | undefined;
  stage: PeerStage = 'awaited';
  paused = false;
  corrupts = false;
  side: number | undefined;
  peerId = '';
  address = '';
  have: Bitfield;
  haveCount = 0;
  completedAt: number | undefined;
  readonly inFlight: InFlight = new InFlight();
  readonly connections: Map<string, ConnectionState> = new Map();
  downloaded = 0;
  uploaded = 0;
  corruptPieces = 0;
  trouble = '';
  readonly received: DecayingRate = new DecayingRate();
  readonly sent: DecayingRate = new DecayingRate();
  #version = 0;

  constructor(options: PeerStateOptions, pieces: number) {
    this.index = options.index;
    this.name = options.name;
    this.group = options.group;
    this.role = options.role;
    this.client = options.client;
    this.upload = options.upload;
    this.download = options.download;
    this.have = new Bitfield(pieces);
  }

  get isComplete(): boolean {
    return this.haveCount === this.have.length;
  }

  get version(): number {
    return this.#version + this.inFlight.version;
  }

  /** `have` or `stage` is another one now. */
  change(): void {
    this.#version += 1;
  }

  downloadRate(now: number): number {
    return this.stage === 'running' && !this.isComplete ? this.received.at(now) : 0;
  }

  uploadRate(now: number): number {
    return this.stage === 'running' ? this.sent.at(now) : 0;
  }

  /** The connection is gone, and what was asked for over it will not come. */
  disconnect(remote: string): void {
    const connection = this.connections.get(remote);
    if (connection === undefined) return;
    this.inFlight.releaseAll(connection.requests);
    this.connections.delete(remote);
  }

  /** It has everything: nothing will come any more, and nothing that was asked for is waited for. */
  finish(): void {
    this.received.stop();
    for (const { requests, download } of this.connections.values()) {
      this.inFlight.releaseAll(requests);
      download.stop();
    }
  }

  /** It is not there any more, and nothing that was its. */
  leave(stage: 'left' | 'killed'): void {
    this.stage = stage;
    this.paused = false;
    this.connections.clear();
    this.inFlight.clear();
    this.received.stop();
    this.sent.stop();
    this.change();
  }

  save(into: NumberList, texts: TextTable): void {
    into.push(ROLES.indexOf(this.role), STAGES.indexOf(this.stage), Number(this.paused), Number(this.corrupts));
    into.push(texts.numberOf(this.peerId), texts.numberOf(this.address), texts.numberOf(this.trouble));
    into.push(this.#version, this.haveCount, this.completedAt ?? Number.NaN, this.side ?? Number.NaN);
    into.push(this.downloaded, this.uploaded, this.corruptPieces);
    this.received.save(into);
    this.sent.save(into);
    into.push(this.connections.size);
    for (const connection of this.connections.values()) connection.save(into, texts);
    this.inFlight.save(into);
  }

  restore(from: NumberReader, texts: TextTable): void {
    this.role = ROLES[from.take()] ?? 'leech';
    this.stage = STAGES[from.take()] ?? 'awaited';
    this.paused = from.takeFlag();
    this.corrupts = from.takeFlag();
    this.peerId = texts.textOf(from.take());
    this.address = texts.textOf(from.take());
    this.trouble = texts.textOf(from.take());
    this.#version = from.take();
    this.haveCount = from.take();
    const [completedAt, side] = [from.take(), from.take()];
    this.completedAt = Number.isNaN(completedAt) ? undefined : completedAt;
    this.side = Number.isNaN(side) ? undefined : side;
    this.downloaded = from.take();
    this.uploaded = from.take();
    this.corruptPieces = from.take();
    this.received.restore(from);
    this.sent.restore(from);
    for (let left = from.take(); left > 0; left -= 1) {
      const connection = ConnectionState.restore(from, texts);
      this.connections.set(connection.remote, connection);
    }
    this.inFlight.restore(
      from,
      [...this.connections.values()].map(({ requests }) => requests),
    );
  }
}
