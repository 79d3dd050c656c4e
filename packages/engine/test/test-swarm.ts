import {
  type Bitfield,
  BLOCK_LENGTH,
  formatAddress,
  Geometry,
  type PeerAddress,
  type PeerMessage,
} from '@seedbed/protocol';
import {
  defaultTorrentOptions,
  Torrent,
  type TorrentEffect,
  type TorrentInput,
  type TorrentOptions,
} from '../src/index.ts';
import { seededRandom } from './seeded-random.ts';
import { peerIdOf, pieces } from './torrent-bench.ts';

interface End {
  readonly peer: TestPeer;
  readonly key: number;
  /** What comes later arrives later: a connection keeps its order. */
  lastArrival: number;
  /** We have ended it; nothing arrives any more but its end. */
  closed: boolean;
}

export interface TestPeer {
  readonly name: number;
  readonly address: PeerAddress;
  readonly torrent: Torrent;
  /** Blocks that it sends are wrong. */
  readonly poisons: boolean;
  /** Connections by their key. */
  readonly links: Map<number, { readonly here: End; readonly there: End }>;
  /** Pieces with a wrong block in them. */
  readonly poisoned: Set<number>;
  readonly effects: TorrentEffect[];
}

export interface TestSwarmSettings {
  /** A star for each piece. */
  readonly torrent: string;
  readonly blocks?: number;
  readonly seedValue?: number;
  /** Every message takes a time up to this, ms. */
  readonly delay?: number;
}

/** Engines wired back to back, without a network and without bytes. Every step of each is checked. */
export class TestSwarm {
  readonly peers: TestPeer[] = [];
  readonly geometry: Geometry;
  now = 1_000;
  readonly #random: () => number;
  readonly #delay: number;
  /** What is on its way, the earliest first; of the same time in the order it was sent. */
  readonly #pending: { readonly at: number; readonly act: () => void }[] = [];
  #keys = 0;

  constructor({ torrent, blocks = 2, seedValue = 1, delay = 10 }: TestSwarmSettings) {
    this.geometry = new Geometry(torrent.length * blocks * BLOCK_LENGTH, blocks * BLOCK_LENGTH);
    this.#random = seededRandom(seedValue);
    this.#delay = delay;
  }

  /** Adds a peer and starts it. A greater name is a greater peer id. */
  add(
    name: number,
    have: Bitfield | string,
    facts: { poisons?: boolean; wanted?: Bitfield; options?: Partial<TorrentOptions> } = {},
  ): TestPeer {
    const components = {
      geometry: this.geometry,
      peerId: peerIdOf(name),
      have: typeof have === 'string' ? pieces(have) : have,
      ...(facts.wanted && { wanted: facts.wanted }),
      trackers: [],
      random: seededRandom(name),
    };
    const peer: TestPeer = {
      name,
      address: { ip: `127.0.${name >> 8}.${name & 255}`, port: 6881 },
      torrent: new Torrent(components, { ...defaultTorrentOptions, ...facts.options }),
      poisons: facts.poisons ?? false,
      links: new Map(),
      poisoned: new Set(),
      effects: [],
    };
    this.peers.push(peer);
    this.tell(peer, { type: 'start' });
    return peer;
  }

  /** Tells peers of each other's addresses. */
  introduce(peer: TestPeer, ...others: readonly TestPeer[]): void {
    this.tell(peer, { type: 'peers-found', addresses: others.map(({ address }) => address) });
  }

  tell(peer: TestPeer, input: TorrentInput): void {
    const effects = peer.torrent.handle(input, this.now);
    peer.torrent.checkInvariants();
    for (const effect of effects) {
      peer.effects.push(effect);
      this.#carryOut(peer, effect);
    }
  }

  /** Lets time pass until nothing more happens or `done` says so. */
  run(ms: number, done: () => boolean = () => false): void {
    const end = this.now + ms;
    while (!done()) {
      const next = this.#pending[0];
      const sleeper = this.peers.reduce((a, b) => (a.torrent.nextWake() <= b.torrent.nextWake() ? a : b));
      const wake = sleeper.torrent.nextWake();
      const at = Math.min(next?.at ?? Number.POSITIVE_INFINITY, wake);
      if (at > end) break;
      this.now = Math.max(this.now, at);
      if (next !== undefined && next.at <= wake) {
        this.#pending.shift();
        next.act();
      } else this.tell(sleeper, { type: 'wake' });
    }
    if (!done()) this.now = end;
  }

  #carryOut(peer: TestPeer, effect: TorrentEffect): void {
    switch (effect.type) {
      case 'dial':
        return this.#dial(peer, effect.address);
      case 'send':
        return this.#send(peer, effect.peer, effect.message);
      case 'send-block': {
        const { peer: key, piece, begin, length } = effect;
        this.#send(peer, key, { type: 'piece', piece, begin, length });
        return this.#later(0, () => this.tell(peer, { type: 'block-sent', peer: key, length }));
      }
      case 'close':
        return this.#close(peer, effect.peer, effect.reason);
      case 'verify':
        return this.#later(1, () => this.#verify(peer, effect.piece));
      case 'forget':
        peer.poisoned.delete(effect.piece);
    }
  }

  #later(delay: number, act: () => void): void {
    this.#plan(this.now + delay, act);
  }

  #plan(at: number, act: () => void): void {
    const place = this.#pending.findIndex((due) => due.at > at);
    this.#pending.splice(place < 0 ? this.#pending.length : place, 0, { at, act });
  }

  /** Arrives at one end, behind everything that was on its way to it. */
  #arrive(end: End, act: () => void): void {
    end.lastArrival = Math.max(end.lastArrival, this.now + this.#random() * this.#delay);
    this.#plan(end.lastArrival, act);
  }

  /** The accepting side knows of the connection first: it has both handshakes before the answer is back. */
  #dial(peer: TestPeer, address: PeerAddress): void {
    const other = this.peers.find((candidate) => formatAddress(candidate.address) === formatAddress(address));
    if (other === undefined) {
      return this.#later(this.#delay, () => this.tell(peer, { type: 'dial-failed', address, reason: 'refused' }));
    }
    const here: End = { peer, key: this.#keys++, lastArrival: this.now, closed: false };
    const there: End = { peer: other, key: this.#keys++, lastArrival: this.now, closed: false };
    this.#arrive(there, () => {
      this.#arrive(here, () => this.#open(here, there, 'outgoing'));
      this.#open(there, here, 'incoming');
    });
  }

  #open(here: End, there: End, direction: 'incoming' | 'outgoing'): void {
    here.peer.links.set(here.key, { here, there });
    const { address, name } = there.peer;
    const from = direction === 'outgoing' ? address : { ip: address.ip, port: 40_000 + (there.key % 20_000) };
    this.tell(here.peer, { type: 'connected', peer: here.key, address: from, direction, peerId: peerIdOf(name) });
  }

  #send(peer: TestPeer, key: number, message: PeerMessage): void {
    const link = peer.links.get(key);
    if (link === undefined) return;
    const { there } = link;
    this.#arrive(there, () => {
      if (there.closed) return;
      if (message.type === 'piece') this.#poison(there, message.piece, message.begin, message.length, peer.poisons);
      this.tell(there.peer, { type: 'message', peer: there.key, message });
    });
  }

  #close(peer: TestPeer, key: number, reason: string): void {
    const link = peer.links.get(key);
    if (link === undefined || link.here.closed) return;
    link.here.closed = true;
    this.#later(0, () => this.#end(link.here, reason));
    this.#arrive(link.there, () => this.#end(link.there, 'closed by the other side'));
  }

  #end(end: End, reason: string): void {
    end.closed = true;
    if (end.peer.links.delete(end.key)) this.tell(end.peer, { type: 'disconnected', peer: end.key, reason });
  }

  #poison({ peer, key }: End, piece: number, begin: number, length: number, poisons: boolean): void {
    if (poisons && peer.torrent.expects(key, piece, begin, length)) peer.poisoned.add(piece);
  }

  #verify(peer: TestPeer, piece: number): void {
    this.tell(peer, { type: peer.poisoned.delete(piece) ? 'piece-corrupt' : 'piece-verified', piece });
  }
}
