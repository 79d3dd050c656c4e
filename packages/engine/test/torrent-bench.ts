import type { SwarmEventBody } from '@seedbed/events';
import { Bitfield, BLOCK_LENGTH, Geometry, type PeerMessage, utf8 } from '@seedbed/protocol';
import {
  defaultTorrentOptions,
  Torrent,
  type TorrentEffect,
  type TorrentInput,
  type TorrentOptions,
} from '../src/index.ts';
import { seededRandom } from './seeded-random.ts';

/** Messages that are nothing but their type. */
type Signal = 'keep-alive' | 'choke' | 'unchoke' | 'interested' | 'not-interested';

export interface BenchSettings extends Partial<TorrentOptions> {
  /** A character for each piece, a star where it is there. */
  readonly have?: string;
  /** The same, a star where it is to be fetched; all without it. */
  readonly wanted?: string;
  /** Blocks in a piece. */
  readonly blocks?: number;
  /** Bytes that the last piece is shorter than the others. */
  readonly shortBy?: number;
  readonly trackers?: readonly (readonly string[])[];
  readonly seedValue?: number;
  readonly private?: boolean;
}

/** A bitfield from a star for each piece that is there. */
export const pieces = (text: string): Bitfield => {
  const bitfield = new Bitfield(text.length);
  for (const [piece, mark] of [...text].entries()) if (mark === '*') bitfield.set(piece);
  return bitfield;
};

/** A peer id that is greater the greater the number is. */
export const peerIdOf = (number: number): Uint8Array => utf8(`-XX0000-${String(number).padStart(12, '0')}`);

/** Our own peer id lies between those of peers 1 to 499 and the others. */
const OWN_ID = peerIdOf(500);

/** `piece:block`, or bytes where it is no whole block of the grid. */
const place = ({ piece, begin, length }: { piece: number; begin: number; length: number }): string =>
  begin % BLOCK_LENGTH === 0 && length === BLOCK_LENGTH
    ? `${piece}:${begin / BLOCK_LENGTH}`
    : `${piece}@${begin}+${length}`;

const stars = (bitfield: Bitfield): string =>
  Array.from({ length: bitfield.length }, (_, piece) => (bitfield.has(piece) ? '*' : ' ')).join('');

function inWords(effect: TorrentEffect): string | undefined {
  if (effect.type === 'send-block') return `block ${place(effect)}`;
  if (effect.type === 'close') return `close ${effect.reason}`;
  if (effect.type !== 'send') return undefined;
  const { message } = effect;
  if (message.type === 'request' || message.type === 'cancel') return `${message.type} ${place(message)}`;
  if (message.type === 'have') return `have ${message.piece}`;
  if (message.type === 'bitfield') return `bitfield ${stars(message.bitfield)}`;
  return message.type;
}

/** One engine on the bench: the test plays the peers, the disk, the trackers and the clock, and reads what it is told. */
export class TorrentBench {
  readonly torrent: Torrent;
  readonly geometry: Geometry;
  /** Everything that was asked of the driver. */
  readonly effects: TorrentEffect[] = [];
  now = 1_000;
  readonly #said = new Map<number, string[]>();

  constructor({
    have = '    ',
    wanted,
    blocks = 2,
    shortBy = 0,
    trackers = [],
    seedValue = 1,
    private: isPrivate = false,
    ...options
  }: BenchSettings = {}) {
    this.geometry = new Geometry(have.length * blocks * BLOCK_LENGTH - shortBy, blocks * BLOCK_LENGTH);
    this.torrent = new Torrent(
      {
        geometry: this.geometry,
        peerId: OWN_ID,
        have: pieces(have),
        ...(wanted !== undefined && { wanted: pieces(wanted) }),
        trackers,
        private: isPrivate,
        random: seededRandom(seedValue),
      },
      // What BEP 3 says, unless a test asks for another policy.
      { ...defaultTorrentOptions, choker: 'bep3', picker: 'rarest-first', eventLevel: 'block', ...options },
    );
    this.handle({ type: 'start' });
  }

  handle(input: TorrentInput): readonly TorrentEffect[] {
    const effects = this.torrent.handle(input, this.now);
    this.torrent.checkInvariants();
    const wake = this.torrent.nextWake();
    if (!(wake > Number.NEGATIVE_INFINITY)) throw new Error(`wants to be woken at ${wake}`);
    for (const effect of effects) {
      this.effects.push(effect);
      const words = inWords(effect);
      if (words !== undefined && 'peer' in effect) this.#saidTo(effect.peer).push(words);
    }
    return effects;
  }

  /** Opens a connection; with `holds` the peer tells at once which pieces it has. */
  connect(
    key: number,
    facts: { id?: number; direction?: 'incoming' | 'outgoing'; ip?: string; port?: number; holds?: string } = {},
  ): void {
    const { id = key, direction = 'incoming', ip = `127.0.0.${id % 250}`, port = 6881, holds } = facts;
    const address = { ip, port };
    this.handle({ type: 'connected', peer: key, address, direction, peerId: peerIdOf(id) });
    if (holds !== undefined) this.tell(key, { type: 'bitfield', bitfield: pieces(holds) });
  }

  /** A peer that holds pieces and lets us ask for them. What it was told until then is not of interest. */
  connectGiver(key: number, holds: string): void {
    this.connect(key, { holds });
    this.said(key);
    this.tell(key, 'unchoke');
  }

  disconnect(key: number, reason = 'gone'): void {
    this.handle({ type: 'disconnected', peer: key, reason });
  }

  tell(key: number, message: PeerMessage | Signal, dropped?: boolean): void {
    const spoken: PeerMessage = typeof message === 'string' ? { type: message } : message;
    this.handle({ type: 'message', peer: key, message: spoken, ...(dropped !== undefined && { dropped }) });
  }

  /** A block of the grid arrives. */
  give(key: number, piece: number, block: number, dropped?: boolean): void {
    const length = this.geometry.blockLength(piece, block);
    this.tell(key, { type: 'piece', piece, begin: block * BLOCK_LENGTH, length }, dropped);
  }

  /** Asks for a block of the grid, or takes that back. */
  ask(key: number, piece: number, block: number, type: 'request' | 'cancel' = 'request'): void {
    this.tell(key, { type, piece, begin: block * BLOCK_LENGTH, length: this.geometry.blockLength(piece, block) });
  }

  expects(key: number, piece: number, block: number): boolean {
    return this.torrent.expects(key, piece, block * BLOCK_LENGTH, this.geometry.blockLength(piece, block));
  }

  /** Lets time pass, and wakes the engine whenever it wants to be woken. */
  wait(ms: number): void {
    const end = this.now + ms;
    for (let wakes = 0; this.torrent.nextWake() <= end; wakes++) {
      if (wakes > 2 * ms + 100) throw new Error(`wants to be woken at ${this.torrent.nextWake()} again and again`);
      this.now = Math.max(this.now, this.torrent.nextWake());
      this.handle({ type: 'wake' });
    }
    this.now = end;
  }

  /** What the peer was told since this was asked last. */
  said(key: number): string[] {
    return this.#saidTo(key).splice(0);
  }

  /** Events of a type, in order. */
  events<T extends SwarmEventBody['type']>(type: T): Extract<SwarmEventBody, { type: T }>[] {
    return this.effects
      .flatMap((effect) => (effect.type === 'report' ? [effect.event] : []))
      .filter((event): event is Extract<SwarmEventBody, { type: T }> => event.type === type);
  }

  /** Effects of a type, in order. */
  of<T extends TorrentEffect['type']>(type: T): Extract<TorrentEffect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<TorrentEffect, { type: T }> => effect.type === type);
  }

  #saidTo(key: number): string[] {
    const said = this.#said.get(key) ?? [];
    this.#said.set(key, said);
    return said;
  }
}
