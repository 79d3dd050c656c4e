import type { SwarmEvent } from '@seedbed/events';
import { Bitfield } from '@seedbed/protocol';
import { ConnectionState } from './connection-state.ts';
import { NumberList, NumberReader } from './number-list.ts';
import { PeerState, type PeerView } from './peer-state.ts';
import type { RunHeader, RunPeerHeader } from './run-header.ts';
import type { TextTable } from './text-table.ts';

/** The group of peers that the plan did not know. */
const ADDED_GROUP = 'added';

type BlockOf = EventOf<'request' | 'cancel' | 'block'>;

type EventOf<Type extends SwarmEvent['type']> = Extract<SwarmEvent, { readonly type: Type }>;

/** A model put away in little room. */
export interface SavedModel {
  readonly numbers: Float64Array;
  /** Peers that the plan did not know. */
  readonly added: readonly RunPeerHeader[];
  /** Peer ids, each with the place of its peer. */
  readonly ids: readonly (readonly [string, number])[];
  /** In the order of the peers. */
  readonly have: readonly Bitfield[];
  readonly availability: Uint16Array;
  readonly sentByStrangers: readonly (readonly [string, number])[];
}

/**
 * A swarm at one moment, made of its events alone: the same events give the same model, whether they come from a run
 * that goes on or from its record. What one peer tells changes what is known of that peer, so that events of different
 * peers may come a little out of order.
 *
 * All times are ms on the clock of the events; the time of the run is `t - startedAt`.
 */
export class SwarmModel {
  readonly header: RunHeader;
  /** When the time of the plan began. */
  startedAt: number;
  /** Of the run as its launcher tells it: `running`, `stopping`; empty before. */
  phase = '';
  /** Events applied. */
  count = 0;
  /** For each piece how many peers that are there hold it. */
  readonly availability: Uint16Array;
  trackerIsDown = false;
  /** Who can't reach whom now, side by side; empty where the network is whole. */
  partition = '';
  #latest = Number.NEGATIVE_INFINITY;
  readonly #peers: PeerState[] = [];
  readonly #byName = new Map<string, PeerState>();
  readonly #byId = new Map<string, PeerState>();
  /** Bytes of those who have sent something and have not told who they are: their word may come later than their blocks. */
  readonly #sentByStrangers = new Map<string, number>();

  constructor(header: RunHeader) {
    this.header = header;
    this.startedAt = header.startedAt;
    this.availability = new Uint16Array(header.content.pieces);
    for (const peer of header.peers) this.#add(peer);
  }

  /** Of the latest event; the start of the run before the first. */
  get time(): number {
    return this.count === 0 ? this.startedAt : this.#latest;
  }

  /** In the order of the plan; peers that were added come after them. */
  get peers(): readonly PeerView[] {
    return this.#peers;
  }

  peer(name: string): PeerView | undefined {
    return this.#byName.get(name);
  }

  /** Who has this peer id; undefined for clients that tell no events. */
  peerOf(remote: string): PeerView | undefined {
    return this.#byId.get(remote);
  }

  /** Peers that are there and have everything, and those that are there and do not. */
  get seeds(): number {
    return this.#peers.filter(({ stage, isComplete }) => stage === 'running' && isComplete).length;
  }

  get leeches(): number {
    return this.#peers.filter(({ stage, isComplete }) => stage === 'running' && !isComplete).length;
  }

  /** Somebody is there. */
  get isInhabited(): boolean {
    return this.#peers.some(({ stage }) => stage === 'running');
  }

  apply(event: SwarmEvent): void {
    this.count += 1;
    if (event.t > this.#latest) this.#latest = event.t;
    if (event.type === 'run-action') return this.#act(event);
    if (event.type === 'run-phase') return this.#enter(event);
    if (event.type === 'peer-started') return this.#start(event);
    const peer = this.#byName.get(event.peer);
    if (peer !== undefined) this.#tell(peer, event);
  }

  /** Everything of this moment, so that it can be restored later: `texts` has to be the same then. */
  save(texts: TextTable): SavedModel {
    const numbers = new NumberList();
    numbers.push(this.startedAt, texts.numberOf(this.phase), this.#latest, this.count, Number(this.trackerIsDown));
    numbers.push(texts.numberOf(this.partition));
    for (const peer of this.#peers) peer.save(numbers, texts);
    const added = this.#peers.slice(this.header.peers.length).map(({ name, group, role, client }) => {
      return { name, group, role, client };
    });
    const ids = [...this.#byId].map(([id, { index }]) => [id, index] as const);
    const have = this.#peers.map((peer) => peer.have.copy());
    const availability = this.availability.slice();
    return { numbers: numbers.toArray(), added, ids, have, availability, sentByStrangers: [...this.#sentByStrangers] };
  }

  static restore(header: RunHeader, saved: SavedModel, texts: TextTable): SwarmModel {
    const model = new SwarmModel(header);
    for (const peer of saved.added) model.#add(peer);
    const numbers = new NumberReader(saved.numbers);
    model.startedAt = numbers.take();
    model.phase = texts.textOf(numbers.take());
    model.#latest = numbers.take();
    model.count = numbers.take();
    model.trackerIsDown = numbers.takeFlag();
    model.partition = texts.textOf(numbers.take());
    model.#peers.forEach((peer, index) => {
      peer.restore(numbers, texts);
      peer.have = saved.have[index]?.copy() ?? peer.have;
    });
    model.availability.set(saved.availability);
    for (const [id, bytes] of saved.sentByStrangers) model.#sentByStrangers.set(id, bytes);
    for (const [id, index] of saved.ids) {
      const peer = model.#peers[index];
      if (peer !== undefined) model.#byId.set(id, peer);
    }
    return model;
  }

  #tell(peer: PeerState, event: SwarmEvent): void {
    switch (event.type) {
      case 'request':
        return this.#request(peer, event);
      case 'block':
        return this.#block(peer, event);
      case 'cancel':
        peer.connections.get(event.remote)?.requests.delete(this.#placeOf(event));
        return;
      case 'piece':
        return this.#piece(peer, event);
      case 'piece-corrupt':
        peer.corruptPieces += 1;
        peer.started.delete(event.piece);
        peer.version += 1;
        return;
      case 'connected':
        return connect(peer, event);
      case 'disconnected':
        return disconnect(peer, event);
      case 'choke':
      case 'unchoke':
      case 'interested':
      case 'not-interested':
        return flag(peer, event);
      case 'completed':
        peer.completedAt = event.t;
        for (const connection of peer.connections.values()) connection.requests.clear();
        return;
      case 'peer-stopped':
        return this.#end(peer, 'left');
      case 'fault':
        peer.trouble = event.reason;
        return;
      case 'announce-failed':
        peer.trouble = `announce: ${event.reason}`;
        return;
      default:
        // Told for the record alone: it changes nothing that is drawn.
        return;
    }
  }

  #add(options: RunHeader['peers'][number]): PeerState {
    const peer = new PeerState({ ...options, index: this.#peers.length }, this.header.content.pieces);
    this.#peers.push(peer);
    this.#byName.set(peer.name, peer);
    return peer;
  }

  #start(event: EventOf<'peer-started'>): void {
    const isSeed = event.have === event.pieces;
    const role = isSeed ? 'seed' : 'leech';
    const peer =
      this.#byName.get(event.peer) ?? this.#add({ name: event.peer, group: ADDED_GROUP, role, client: 'seedbed' });
    if (peer.stage === 'running') this.#end(peer, 'killed');
    peer.stage = 'running';
    peer.paused = false;
    peer.trouble = '';
    peer.peerId = event.peerId;
    peer.address = event.address;
    this.#byId.set(event.peerId, peer);
    peer.uploaded += this.#sentByStrangers.get(event.peerId) ?? 0;
    this.#sentByStrangers.delete(event.peerId);
    if (isSeed) peer.have = Bitfield.full(this.header.content.pieces);
    else if (event.have === 0) peer.have = new Bitfield(this.header.content.pieces);
    peer.haveCount = event.have;
    peer.version += 1;
    this.#count(peer, 1);
  }

  #end(peer: PeerState, stage: 'left' | 'killed'): void {
    if (peer.stage !== 'running') return;
    peer.stage = stage;
    peer.paused = false;
    peer.connections.clear();
    peer.started.clear();
    peer.version += 1;
    this.#count(peer, -1);
  }

  #count(peer: PeerState, by: 1 | -1): void {
    for (let piece = 0; piece < this.availability.length; piece += 1) {
      if (peer.have.has(piece)) this.availability[piece] = (this.availability[piece] ?? 0) + by;
    }
  }

  #request(peer: PeerState, event: BlockOf): void {
    const { piece, begin, length, t } = event;
    connectionOf(peer, event).requests.set(this.#placeOf(event), { piece, begin, length, since: t });
  }

  #block(peer: PeerState, event: BlockOf): void {
    const { remote, piece, length, t } = event;
    peer.connections.get(remote)?.requests.delete(this.#placeOf(event));
    if (piece < this.availability.length && !peer.have.has(piece)) {
      peer.started.set(piece, (peer.started.get(piece) ?? 0) + length);
      peer.version += 1;
    }
    if (this.header.eventLevel === 'block') this.#moved(peer, remote, length, t);
  }

  #piece(peer: PeerState, { piece, have, sources, t }: EventOf<'piece'>): void {
    peer.haveCount = have;
    peer.started.delete(piece);
    peer.version += 1;
    if (piece < this.availability.length && peer.have.set(piece) && peer.stage === 'running') {
      this.availability[piece] = (this.availability[piece] ?? 0) + 1;
    }
    if (this.header.eventLevel === 'block') return;
    for (const { remote, bytes } of sources) this.#moved(peer, remote, bytes, t);
  }

  #moved(to: PeerState, remote: string, bytes: number, t: number): void {
    const connection = to.connections.get(remote);
    if (connection !== undefined) {
      // Those who left may have sent the last blocks of a piece that is verified now.
      connection.downloaded += bytes;
      connection.download.add(bytes, t);
    }
    to.downloaded += bytes;
    to.received.add(bytes, t);
    const from = this.#byId.get(remote);
    if (from === undefined) {
      this.#sentByStrangers.set(remote, (this.#sentByStrangers.get(remote) ?? 0) + bytes);
      return;
    }
    from.uploaded += bytes;
    from.sent.add(bytes, t);
  }

  #enter({ phase, t }: EventOf<'run-phase'>): void {
    this.phase = phase;
    if (phase === 'running') this.startedAt = t;
  }

  #act({ action, peers, detail }: EventOf<'run-action'>): void {
    if (action === 'tracker') this.trackerIsDown = detail !== 'up';
    if (action === 'partition') this.partition = detail;
    if (action === 'heal') this.partition = '';
    for (const name of peers) {
      const peer = this.#byName.get(name);
      if (peer === undefined) continue;
      if (action === 'kill') this.#end(peer, 'killed');
      if (action === 'pause') peer.paused = true;
      if (action === 'resume') peer.paused = false;
      if (action === 'corrupt') peer.corrupts = true;
    }
  }

  #placeOf({ piece, begin }: { readonly piece: number; readonly begin: number }): number {
    return piece * this.header.content.pieceLength + begin;
  }
}

/** Made where it is not known: the event of its beginning may have been lost, as `events-lost` says. */
function connectionOf(
  peer: PeerState,
  { remote, t }: { readonly remote: string; readonly t: number },
): ConnectionState {
  const known = peer.connections.get(remote);
  if (known !== undefined) return known;
  const connection = new ConnectionState(remote, t);
  peer.connections.set(remote, connection);
  return connection;
}

function connect(peer: PeerState, event: EventOf<'connected'>): void {
  const connection = connectionOf(peer, event);
  connection.address = event.address;
  connection.direction = event.direction;
  connection.sockets += 1;
}

function disconnect(peer: PeerState, { remote }: EventOf<'disconnected'>): void {
  const connection = peer.connections.get(remote);
  if (connection === undefined) return;
  connection.sockets -= 1;
  if (connection.sockets <= 0) peer.connections.delete(remote);
}

function flag(peer: PeerState, event: EventOf<'choke' | 'unchoke' | 'interested' | 'not-interested'>): void {
  const connection = connectionOf(peer, event);
  const sent = event.direction === 'sent';
  switch (event.type) {
    case 'choke':
      if (sent) {
        connection.amChoking = true;
        connection.optimistic = false;
      } else {
        connection.peerChoking = true;
        // A choke drops all that was asked for (BEP 3).
        connection.requests.clear();
      }
      return;
    case 'unchoke':
      if (sent) {
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
