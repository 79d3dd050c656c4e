import { Bitfield } from '@seedbed/protocol';
import { ConnectionState, type ConnectionView } from './connection-state.ts';
import { DecayingRate } from './decaying-rate.ts';
import type { NumberList, NumberReader } from './number-list.ts';
import type { TextTable } from './text-table.ts';

const ROLES = ['seed', 'leech'] as const;
const STAGES = ['awaited', 'running', 'left', 'killed'] as const;

/** Where a peer is: `awaited` has not come, `left` said goodbye, `killed` did not. */
export type PeerStage = (typeof STAGES)[number];

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
  /** Peer id, printable; empty until it has come. */
  readonly peerId: string;
  readonly address: string;
  /** Verified pieces: `bytes` is the body of a `bitfield` message. */
  readonly have: Bitfield;
  /** Grows whenever `have` or `started` changes: what was drawn of them for the same number is still right. */
  readonly version: number;
  /** Verified pieces by the peer's own count: where it began with some, nobody knows which. */
  readonly haveCount: number;
  readonly isComplete: boolean;
  /** When it was complete, on the clock of the events; of those that came complete undefined. */
  readonly completedAt: number | undefined;
  /** Pieces of which something came and that are not verified yet: bytes that came, by piece. */
  readonly started: ReadonlyMap<number, number>;
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
  peerId = '';
  address = '';
  have: Bitfield;
  version = 0;
  haveCount = 0;
  completedAt: number | undefined;
  readonly started: Map<number, number> = new Map();
  readonly connections: Map<string, ConnectionState> = new Map();
  downloaded = 0;
  uploaded = 0;
  corruptPieces = 0;
  trouble = '';
  readonly received: DecayingRate = new DecayingRate();
  readonly sent: DecayingRate = new DecayingRate();

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

  downloadRate(now: number): number {
    return this.stage === 'running' ? this.received.at(now) : 0;
  }

  uploadRate(now: number): number {
    return this.stage === 'running' ? this.sent.at(now) : 0;
  }

  save(into: NumberList, texts: TextTable): void {
    into.push(ROLES.indexOf(this.role), STAGES.indexOf(this.stage), Number(this.paused), Number(this.corrupts));
    into.push(texts.numberOf(this.peerId), texts.numberOf(this.address), texts.numberOf(this.trouble));
    into.push(this.version, this.haveCount, this.completedAt ?? Number.NaN);
    into.push(this.downloaded, this.uploaded, this.corruptPieces);
    this.received.save(into);
    this.sent.save(into);
    into.push(this.started.size);
    for (const [piece, bytes] of this.started) into.push(piece, bytes);
    into.push(this.connections.size);
    for (const connection of this.connections.values()) connection.save(into, texts);
  }

  restore(from: NumberReader, texts: TextTable): void {
    this.role = ROLES[from.take()] ?? 'leech';
    this.stage = STAGES[from.take()] ?? 'awaited';
    this.paused = from.takeFlag();
    this.corrupts = from.takeFlag();
    this.peerId = texts.textOf(from.take());
    this.address = texts.textOf(from.take());
    this.trouble = texts.textOf(from.take());
    this.version = from.take();
    this.haveCount = from.take();
    const completedAt = from.take();
    this.completedAt = Number.isNaN(completedAt) ? undefined : completedAt;
    this.downloaded = from.take();
    this.uploaded = from.take();
    this.corruptPieces = from.take();
    this.received.restore(from);
    this.sent.restore(from);
    for (let left = from.take(); left > 0; left -= 1) this.started.set(from.take(), from.take());
    for (let left = from.take(); left > 0; left -= 1) {
      const connection = ConnectionState.restore(from, texts);
      this.connections.set(connection.remote, connection);
    }
  }
}
