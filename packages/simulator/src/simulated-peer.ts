import { Torrent, type TorrentEffect, type TorrentInput, type TorrentOptions } from '@seedbed/engine';
import type { EventSink } from '@seedbed/events';
import { type Bitfield, type Geometry, type PeerAddress, type PeerMessage, printableId } from '@seedbed/protocol';
import type { Connection, Endpoint, SimulatedNetwork } from './simulated-network.ts';
import type { SimulatedTracker } from './simulated-tracker.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface SimulatedPeerSettings {
  readonly name: string;
  readonly address: PeerAddress;
  readonly peerId: Uint8Array;
  readonly geometry: Geometry;
  readonly have: Bitfield;
  /** Pieces that it fetches; all by default. */
  readonly wanted?: Bitfield;
  readonly trackers: readonly (readonly string[])[];
  readonly options: TorrentOptions;
  /** Bytes per second for all connections together; Infinity when the blocks leave at once. */
  readonly uploadRate: number;
  /** Bytes of blocks after which it leaves; Infinity to stay. */
  readonly leavesAfterSent: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/** Where simulated peers live. */
export interface World {
  readonly time: VirtualTime;
  readonly network: SimulatedNetwork;
  readonly tracker: SimulatedTracker;
  readonly events: EventSink;
  /** Whether content that this peer sent is wrong, by its printable peer id. */
  poisons(remote: string): boolean;
}

/** How long a piece takes to be hashed and written, ms. */
const VERIFY_TIME = 1;

/** The driver of one engine in virtual time: it moves no bytes, only the news of them. */
export class SimulatedPeer implements Endpoint {
  readonly name: string;
  readonly address: PeerAddress;
  readonly peerId: Uint8Array;
  readonly torrent: Torrent;
  isComplete = false;
  readonly #world: World;
  readonly #settings: SimulatedPeerSettings;
  readonly #connections = new Map<number, Connection>();
  /** Who sent blocks of a piece that is not verified yet. */
  readonly #senders = new Map<number, Set<string>>();
  readonly #remotes = new Map<number, string>();
  #uplinkFreeAt = 0;
  #sent = 0;
  #wakeAt = Number.POSITIVE_INFINITY;
  #isSilent = false;

  constructor(world: World, settings: SimulatedPeerSettings) {
    this.#world = world;
    this.#settings = settings;
    this.name = settings.name;
    this.address = settings.address;
    this.peerId = settings.peerId;
    this.torrent = new Torrent(settings, settings.options);
  }

  start(): void {
    this.#world.network.listen(this);
    this.#tell({ type: 'uplink', rate: this.#settings.uploadRate });
    this.#tell({ type: 'start' });
  }

  /** Hears of addresses without a tracker. */
  find(addresses: readonly PeerAddress[]): void {
    this.#tell({ type: 'peers-found', addresses });
  }

  stop(): void {
    this.#world.network.unlisten(this);
    this.#tell({ type: 'stop' });
  }

  /** Does nothing any more, and lets nobody in; what it handed over before still arrives. */
  fallSilent(): void {
    this.#world.network.unlisten(this);
    this.#isSilent = true;
  }

  /** Hands the engine one input and carries out what comes back. */
  #tell(input: TorrentInput): void {
    if (this.#isSilent) return;
    const { now } = this.#world.time;
    for (const effect of this.torrent.handle(input, now)) this.#carryOut(effect);
    this.#planWake();
  }

  opened(connection: Connection, remote: Endpoint): void {
    this.#connections.set(connection.id, connection);
    this.#remotes.set(connection.id, printableId(remote.peerId));
    const { address, peerId } = remote;
    this.#tell({ type: 'connected', peer: connection.id, address, direction: connection.direction, peerId });
  }

  received(connection: Connection, message: PeerMessage): void {
    if (!this.#connections.has(connection.id)) return;
    if (message.type === 'piece') this.#keepBlock(connection.id, message.piece, message.begin, message.length);
    this.#tell({ type: 'message', peer: connection.id, message });
  }

  closed(connection: Connection, reason: string): void {
    if (this.#connections.delete(connection.id)) this.#tell({ type: 'disconnected', peer: connection.id, reason });
  }

  #carryOut(effect: TorrentEffect): void {
    const { time, network, tracker, events } = this.#world;
    switch (effect.type) {
      case 'dial':
        return network.dial(this, effect.address, (reason) =>
          this.#tell({ type: 'dial-failed', address: effect.address, reason }),
        );
      case 'send':
        return this.#connections.get(effect.peer)?.send(effect.message, time.now);
      case 'send-block':
        return this.#sendBlock(effect);
      case 'close':
        return this.#close(effect.peer, effect.reason);
      case 'verify':
        return time.at(time.now + VERIFY_TIME, () => this.#verify(effect.piece));
      case 'forget':
        this.#senders.delete(effect.piece);
        return;
      case 'announce':
        return tracker.announce(this, effect, (input) => this.#tell(input));
      case 'report':
        return events.emit({ t: time.now, peer: this.name, ...effect.event });
      case 'complete':
        this.isComplete = true;
        return;
    }
  }

  /** Blocks leave one after another through the one uplink; the engine hears when each has left. */
  #sendBlock({ peer, piece, begin, length }: Extract<TorrentEffect, { type: 'send-block' }>): void {
    const { time } = this.#world;
    const departure = Math.max(time.now, this.#uplinkFreeAt) + (length * 1000) / this.#settings.uploadRate;
    this.#uplinkFreeAt = departure;
    this.#connections.get(peer)?.send({ type: 'piece', piece, begin, length }, departure);
    time.at(departure, () => this.#blockLeft(peer, length));
  }

  #blockLeft(peer: number, length: number): void {
    const { leavesAfterSent } = this.#settings;
    const before = this.#sent;
    this.#sent += length;
    this.#tell({ type: 'block-sent', peer, length });
    if (before < leavesAfterSent && this.#sent >= leavesAfterSent) this.stop();
  }

  #close(peer: number, reason: string): void {
    const connection = this.#connections.get(peer);
    connection?.close(`closed by ${this.name}: ${reason}`);
    this.#world.time.at(this.#world.time.now, () => {
      if (connection !== undefined) this.closed(connection, reason);
    });
  }

  #keepBlock(peer: number, piece: number, begin: number, length: number): void {
    const remote = this.#remotes.get(peer);
    if (remote === undefined || !this.torrent.expects(peer, piece, begin, length)) return;
    const senders = this.#senders.get(piece) ?? new Set();
    this.#senders.set(piece, senders.add(remote));
  }

  #verify(piece: number): void {
    const senders = [...(this.#senders.get(piece) ?? [])];
    this.#senders.delete(piece);
    const isWrong = senders.some((remote) => this.#world.poisons(remote));
    this.#tell({ type: isWrong ? 'piece-corrupt' : 'piece-verified', piece });
  }

  /** One wake-up is planned at a time; one that was planned for later than is now wanted is passed over when it comes. */
  #planWake(): void {
    const { time } = this.#world;
    const wake = this.torrent.nextWake();
    if (!Number.isFinite(wake) || wake >= this.#wakeAt) return;
    this.#wakeAt = wake;
    time.at(wake, () => {
      if (this.#wakeAt !== wake) return;
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#tell({ type: 'wake' });
    });
  }
}
