import { BLOCK_LENGTH, type PeerMessage } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces, TorrentBench } from './torrent-bench.ts';

const PIECES = 6;
const BLOCKS = 3;
const TRACKERS = ['http://a/announce', 'http://b/announce'];
/** Peers 0 to 2 do as they like; peer 3 holds everything and sends nothing wrong. */
const HONEST = 3;
const HONEST_ID = 900;

const uint32 = fc.oneof({ weight: 5, arbitrary: fc.nat(PIECES) }, { weight: 1, arbitrary: fc.constant(2 ** 32 - 1) });
const bytes = fc.oneof(
  { weight: 5, arbitrary: fc.nat(BLOCKS).map((block) => block * BLOCK_LENGTH) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, BLOCK_LENGTH - 1, 128 * 1024, 128 * 1024 + 1, 2 ** 32 - 1) },
);
const block = { piece: uint32, begin: bytes, length: fc.oneof(fc.constant(BLOCK_LENGTH), bytes) };
const holds = fc.array(fc.boolean(), { minLength: PIECES, maxLength: PIECES });

/** Anything that the decoder lets through. */
const message: fc.Arbitrary<PeerMessage> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('keep-alive', 'choke', 'unchoke', 'unchoke', 'interested', 'not-interested'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('have' as const), piece: uint32 }) },
  {
    weight: 2,
    arbitrary: holds.map((list) => ({
      type: 'bitfield' as const,
      bitfield: pieces(list.map((held) => (held ? '*' : ' ')).join('')),
    })),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('request', 'cancel'), ...block }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('piece' as const), ...block }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('unknown' as const), id: fc.nat(255), length: fc.nat(9) }) },
);

const peer = fc.nat(3);
const port = fc.nat(3);

/** What may happen. Peers, trackers and addresses do as they like; the driver tells the truth. */
const happening = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('connect' as const),
      peer,
      port,
      id: fc.constantFrom(1, 2, 3, 500, 700),
      outgoing: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('disconnect' as const), peer }) },
  { weight: 10, arbitrary: fc.record({ what: fc.constant('message' as const), peer, message, dropped: fc.boolean() }) },
  {
    weight: 10,
    arbitrary: fc.record({ what: fc.constant('serve' as const), peer, count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('block-sent' as const), peer }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('verdict' as const),
      verdict: fc.constantFrom('piece-verified', 'piece-corrupt', 'piece-corrupt', 'piece-lost'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('storage' as const), ready: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('found' as const), port }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('dial-failed' as const), port }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('announce' as const),
      tracker: fc.constantFrom(...TRACKERS),
      ok: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 500, 10_000, 61_000) }),
  },
);

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** A driver that is honest, one peer that is, and others that are not. */
class Chaos {
  readonly bench: TorrentBench;
  /** The connection of each peer; a number is never used again. */
  readonly #keys = new Map<number, number>();
  #connections = 0;
  #seenEffects = 0;
  readonly #verifying: number[] = [];
  /** Pieces to which somebody else than the honest peer has sent something. */
  readonly #doubtful = new Set<number>();
  /** Lengths of the blocks that were handed over and have not left, by connection. */
  readonly #handedOver = new Map<number, number[]>();
  readonly #closing = new Set<number>();

  constructor(seedValue: number, room: number) {
    this.bench = new TorrentBench({
      have: ' '.repeat(PIECES),
      blocks: BLOCKS,
      shortBy: 100,
      trackers: [[TRACKERS[0] ?? ''], [TRACKERS[1] ?? '']],
      seedValue,
      maxUnfinishedBytes: room * BLOCK_LENGTH,
      minRequests: 4,
    });
    for (const peer of [0, 1, 2, HONEST]) this.#connect(peer, { id: peer + 1, outgoing: false, port: peer });
  }

  happen(event: Happening): void {
    this.#act(event);
    this.#look();
  }

  /** The storm is over: all verdicts are good, what we end ends, and the honest peer serves. */
  calm(): void {
    this.happen({ what: 'storage', ready: true });
    for (let second = 0; second < 400 && !this.bench.torrent.have.isFull; second++) {
      if (!this.#keys.has(HONEST)) this.#connect(HONEST, { id: HONEST_ID, outgoing: false, port: 0 });
      this.#withPeer(HONEST, (key) => this.bench.tell(key, 'unchoke'));
      for (let served = 1; served > 0; ) {
        served = this.#serve(HONEST, 100);
        this.#look();
        while (this.#verifying.length > 0) this.happen({ what: 'verdict', verdict: 'piece-verified' });
      }
      for (const key of [...this.#closing]) this.#disconnect(key);
      this.bench.wait(1_000);
      this.#look();
    }
  }

  #act(event: Happening): void {
    const { bench } = this;
    switch (event.what) {
      case 'connect':
        return this.#connect(event.peer, event);
      case 'disconnect':
        return this.#withPeer(event.peer, (key) => this.#disconnect(key));
      case 'message':
        return this.#withPeer(event.peer, (key) => this.#speak(event.peer, key, event.message, event.dropped));
      case 'serve':
        return void this.#serve(event.peer, event.count);
      case 'block-sent':
        return this.#withPeer(event.peer, (key) => {
          const length = this.#handedOver.get(key)?.shift();
          if (length !== undefined) bench.handle({ type: 'block-sent', peer: key, length });
        });
      case 'verdict':
        return this.#judge(event.verdict);
      case 'storage':
        return void bench.handle(event.ready ? { type: 'storage-ready' } : { type: 'storage-failed', reason: 'full' });
      case 'found':
        return void bench.handle({ type: 'peers-found', addresses: [{ ip: '127.0.0.1', port: event.port }] });
      case 'dial-failed':
        return void bench.handle({ type: 'dial-failed', address: { ip: '127.0.0.1', port: event.port }, reason: 'no' });
      case 'announce': {
        const { tracker } = event;
        if (!event.ok) return void bench.handle({ type: 'announce-failed', tracker, reason: 'no' });
        const peers = [{ ip: '127.0.0.1', port: 1 }];
        return void bench.handle({ type: 'announce-answered', tracker, answer: { interval: 0, peers } });
      }
      case 'wait':
        return bench.wait(event.ms);
    }
  }

  #connect(peer: number, { id, outgoing, port }: { id: number; outgoing: boolean; port: number }): void {
    if (this.#keys.has(peer)) return;
    const key = ++this.#connections;
    this.#keys.set(peer, key);
    const direction = outgoing ? 'outgoing' : 'incoming';
    const holds = '*'.repeat(PIECES);
    if (peer === HONEST) this.bench.connect(key, { id: HONEST_ID, direction, ip: '127.0.0.9', holds });
    else this.bench.connect(key, { id, direction, ip: '127.0.0.1', port, ...(port < 3 && { holds }) });
    if (port < 2) this.bench.tell(key, 'unchoke');
  }

  #speak(peer: number, key: number, message: PeerMessage, dropped: boolean): void {
    const isHarmless = ['choke', 'unchoke', 'interested', 'not-interested', 'keep-alive'].includes(message.type);
    if (peer === HONEST && !isHarmless) return;
    if (message.type === 'piece' && !dropped) {
      const { piece, begin, length } = message;
      if (this.bench.torrent.expects(key, piece, begin, length)) this.#doubtful.add(piece);
    }
    this.bench.tell(key, message, dropped);
  }

  /** Sends the oldest blocks that the peer is asked for; answers how many. */
  #serve(peer: number, count: number): number {
    let served = 0;
    const key = this.#keys.get(peer);
    const session = this.bench.torrent.sessions().find((candidate) => candidate.key === key);
    for (const number of session?.pipeline.blocks().slice(0, count) ?? []) {
      const [piece, block] = [Math.floor(number / BLOCKS), number % BLOCKS];
      if (key === undefined || !this.bench.expects(key, piece, block)) continue;
      if (peer !== HONEST) this.#doubtful.add(piece);
      this.bench.give(key, piece, block);
      served++;
    }
    return served;
  }

  #judge(verdict: 'piece-verified' | 'piece-corrupt' | 'piece-lost'): void {
    const piece = this.#verifying.shift();
    if (piece === undefined) return;
    const isDoubtful = this.#doubtful.delete(piece);
    this.bench.handle({ type: verdict === 'piece-corrupt' && !isDoubtful ? 'piece-verified' : verdict, piece });
  }

  #withPeer(peer: number, act: (key: number) => void): void {
    const key = this.#keys.get(peer);
    if (key !== undefined) act(key);
  }

  #disconnect(key: number): void {
    for (const [peer, taken] of this.#keys) if (taken === key) this.#keys.delete(peer);
    this.#closing.delete(key);
    this.#handedOver.delete(key);
    this.bench.disconnect(key);
  }

  #look(): void {
    const { effects } = this.bench;
    for (; this.#seenEffects < effects.length; this.#seenEffects++) {
      const effect = effects[this.#seenEffects];
      if (effect?.type === 'verify') this.#verifying.push(effect.piece);
      if (effect?.type === 'forget') this.#doubtful.delete(effect.piece);
      if (effect?.type === 'close') {
        this.#closing.add(effect.peer);
        const isUnjust = effect.reason === 'banned' && effect.peer === this.#keys.get(HONEST);
        if (isUnjust) throw new Error('the honest peer was banned');
      }
      if (effect?.type === 'send-block') {
        this.#handedOver.set(effect.peer, [...(this.#handedOver.get(effect.peer) ?? []), effect.length]);
      }
    }
  }
}

const history = fc.array(happening, { minLength: 20, maxLength: 150, size: 'max' });
const room = fc.constantFrom(3, 7, 1_000);

describe('whatever peers, trackers and the disk do', () => {
  it('the engine holds its invariants, and ends the download as soon as one honest seed lets it', () => {
    fc.assert(
      fc.property(history, fc.nat(1_000), room, (events, seedValue, blocks) => {
        const chaos = new Chaos(seedValue, blocks);
        for (const event of events) chaos.happen(event);
        chaos.calm();
        expect(chaos.bench.torrent.have.isFull).toBe(true);
        expect(chaos.bench.of('complete')).toHaveLength(1);
        expect(chaos.bench.events('completed')).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });

  it('the engine leaves in order and stays still', () => {
    fc.assert(
      fc.property(history, history, fc.nat(1_000), (before, after, seedValue) => {
        const chaos = new Chaos(seedValue, 1_000);
        for (const event of before) chaos.happen(event);
        chaos.bench.handle({ type: 'stop' });
        const open = chaos.bench.torrent.sessions();
        expect(open.every((session) => session.closing)).toBe(true);
        const seen = chaos.bench.effects.length;
        for (const event of after) chaos.happen(event);
        const later = chaos.bench.effects.slice(seen);
        const allowed = later.filter(
          (effect) =>
            effect.type === 'report' ||
            (effect.type === 'close' && effect.reason === 'stopping') ||
            (effect.type === 'announce' && effect.event === 'stopped'),
        );
        expect(later).toEqual(allowed);
      }),
      { numRuns: 50 },
    );
  });
});
