import { type AnnounceRequest, formatAddress } from '@seedbed/protocol';
import { type AnnounceConfig, announce, MemoryStore } from '@seedbed/tracker/announce';
import { describe, expect, test } from 'vitest';
import { addressOf, addressOf6, requestOf, rules, seededRandom } from './swarm-fixtures.ts';

/** A tracker in virtual time, and what it answers. */
class Tracker {
  readonly #store = new MemoryStore({ maxPeers: 1_000, maxTorrents: 10 });
  readonly #random = seededRandom(4);
  readonly config: AnnounceConfig;
  now = 0;

  constructor(changes: Partial<AnnounceConfig> = {}) {
    this.config = { ...rules, ...changes };
  }

  announce(n: number, changes: Partial<AnnounceRequest> = {}, ip = addressOf(n).ip): ReturnType<typeof announce> {
    return announce(this.#store, requestOf(n, changes), { ip }, this.config, this.now, this.#random);
  }

  /** Who is in the answer. */
  peers(n: number, changes: Partial<AnnounceRequest> = {}, ip?: string): string[] {
    return this.announce(n, changes, ip).peers.map(formatAddress).sort();
  }
}

const names = (...peers: readonly number[]): string[] => peers.map((n) => formatAddress(addressOf(n)));

/** Somebody who looks and is not stored. */
const onlooker = { port: 0 };

describe('the answer', () => {
  test('tells the intervals in whole seconds, the counts and the peers', () => {
    const tracker = new Tracker({ interval: 1_500, minInterval: 400 });
    tracker.announce(1);
    expect(tracker.announce(2, { left: 0 })).toEqual({
      interval: 2,
      minInterval: 1,
      complete: 1,
      incomplete: 1,
      downloaded: 0,
      externalIp: addressOf(2).ip,
      peers: [addressOf(1)],
    });
  });

  test('tells the announcer where it was seen (BEP 24), whatever address it claims', () => {
    const tracker = new Tracker({ trustIpParameter: true });
    expect(tracker.announce(1, { ip: '10.9.9.9' }, '192.168.0.7')).toMatchObject({ externalIp: '192.168.0.7' });
    expect(tracker.announce(2, {}, '2001:db8::1')).toMatchObject({ externalIp: '2001:db8::1' });
    expect(tracker.announce(3, {}, '::ffff:10.0.0.1')).toMatchObject({ externalIp: '10.0.0.1' });
  });

  test('holds the tracker id where there is one', () => {
    expect(new Tracker().announce(1)).not.toHaveProperty('trackerId');
    expect(new Tracker({ trackerId: 'abc' }).announce(1)).toMatchObject({ trackerId: 'abc' });
  });

  test('has peer ids only where dictionaries with ids are asked for', () => {
    const tracker = new Tracker();
    tracker.announce(1);
    expect(tracker.announce(9, { ...onlooker, compact: false }).peers).toEqual([
      { ...addressOf(1), peerId: requestOf(1).peerId },
    ]);
    expect(tracker.announce(9, { ...onlooker, compact: false, noPeerId: true }).peers).toEqual([addressOf(1)]);
    expect(tracker.announce(9, { ...onlooker, compact: true }).peers).toEqual([addressOf(1)]);
  });

  test('never holds the announcer, not at its first, a later, or its completing announce', () => {
    const tracker = new Tracker();
    for (const changes of [{ event: 'started' }, {}, { event: 'completed', left: 0 }, {}] as const) {
      expect(tracker.peers(1, changes)).toEqual([]);
    }
  });

  test('gives no seeds to a seed', () => {
    const tracker = new Tracker();
    tracker.announce(1, { left: 0 });
    tracker.announce(2);
    expect(tracker.peers(3, { left: 0 })).toEqual(names(2));
    expect(tracker.peers(4)).toEqual(names(1, 2, 3));
  });
});

describe('numwant', () => {
  const tracker = new Tracker();
  for (let n = 1; n <= 300; n += 1) tracker.announce(n);

  test.each([
    ['absent: the default', {}, 50],
    ['negative: the default', { numwant: -1 }, 50],
    ['0: none', { numwant: 0 }, 0],
    ['as many as wanted', { numwant: 7 }, 7],
    ['at most the cap', { numwant: 299 }, 200],
    ['also when it is beyond all sense', { numwant: Number.MAX_SAFE_INTEGER }, 200],
  ])('%s', (_, changes, expected) => {
    expect(tracker.peers(999, { ...onlooker, ...changes })).toHaveLength(expected);
  });

  test('default and cap are settings', () => {
    const other = new Tracker({ numwant: 3, maxNumwant: 4 });
    for (let n = 1; n <= 10; n += 1) other.announce(n);
    expect(other.peers(99, onlooker)).toHaveLength(3);
    expect(other.peers(99, { ...onlooker, numwant: 10 })).toHaveLength(4);
  });

  test('a default above the cap is cut to it', () => {
    const other = new Tracker({ numwant: 9, maxNumwant: 4 });
    for (let n = 1; n <= 10; n += 1) other.announce(n);
    expect(other.peers(99, onlooker)).toHaveLength(4);
  });
});

describe('events', () => {
  test('`stopped` removes the peer and is answered without peers', () => {
    const tracker = new Tracker();
    tracker.announce(1);
    tracker.announce(2);
    const answer = tracker.announce(1, { event: 'stopped' });
    expect(answer).toMatchObject({ incomplete: 1, peers: [] });
    expect(tracker.peers(3)).toEqual(names(2));
  });

  test('`completed` is counted once for each peer', () => {
    const tracker = new Tracker();
    tracker.announce(1, { event: 'started' });
    expect(tracker.announce(1, { event: 'completed', left: 0 })).toMatchObject({ complete: 1, downloaded: 1 });
    expect(tracker.announce(1, { event: 'completed', left: 0 })).toMatchObject({ complete: 1, downloaded: 1 });
    expect(tracker.announce(2, { event: 'completed', left: 0 })).toMatchObject({ complete: 2, downloaded: 2 });
  });

  test('a seed that starts complete is no completion', () => {
    expect(new Tracker().announce(1, { event: 'started', left: 0 })).toMatchObject({ complete: 1, downloaded: 0 });
  });

  test('`completed` of a peer that misses something is not believed', () => {
    expect(new Tracker().announce(1, { event: 'completed', left: 5 })).toMatchObject({ incomplete: 1, downloaded: 0 });
  });
});

describe('time', () => {
  test('a peer is forgotten two intervals and the grace after its last announce', () => {
    const tracker = new Tracker({ interval: 30_000, grace: 5_000 });
    tracker.announce(1);
    tracker.now = 10_000;
    tracker.announce(2);
    tracker.now = 64_999;
    expect(tracker.peers(9, onlooker)).toEqual(names(1, 2));
    tracker.now = 65_000;
    expect(tracker.peers(9, onlooker)).toEqual(names(2));
    expect(tracker.announce(9, onlooker)).toMatchObject({ incomplete: 1 });
    tracker.now = 75_000;
    expect(tracker.peers(9, onlooker)).toEqual([]);
  });
});

describe('addresses', () => {
  test('port 0 is answered and not stored', () => {
    const tracker = new Tracker();
    tracker.announce(1);
    expect(tracker.announce(2, { port: 0 })).toMatchObject({ incomplete: 1, peers: [addressOf(1)] });
    expect(tracker.peers(3)).toEqual(names(1));
  });

  test('an IPv4 address mapped into IPv6 is stored as IPv4', () => {
    const tracker = new Tracker();
    tracker.announce(1, {}, '::ffff:10.1.2.3');
    expect(tracker.announce(2).peers).toEqual([{ ip: '10.1.2.3', port: 6881 }]);
  });

  test('IPv4 and IPv6 peers hear of each other', () => {
    const tracker = new Tracker();
    tracker.announce(1);
    tracker.announce(2, {}, addressOf6(2).ip);
    expect(tracker.announce(3).peers).toEqual([addressOf(1), addressOf6(2)]);
    expect(tracker.peers(4, {}, addressOf6(4).ip)).toHaveLength(3);
  });

  const claim = { ip: '10.9.9.9' };

  test.each([
    ['by default nobody is believed', false, '192.168.0.7', '192.168.0.7'],
    ['with the setting, a private address is', true, '192.168.0.7', '10.9.9.9'],
    ['and loopback', true, '127.0.0.1', '10.9.9.9'],
    ['and loopback of IPv6', true, '::1', '10.9.9.9'],
    ['but no stranger', true, '8.8.8.8', '8.8.8.8'],
    ['nor a stranger by IPv6', true, '2001:db8::1', '2001:db8::1'],
  ])('ip=: %s', (_, trustIpParameter, from, expected) => {
    const tracker = new Tracker({ trustIpParameter });
    tracker.announce(1, claim, from);
    expect(tracker.announce(2).peers).toEqual([{ ip: expected, port: 6881 }]);
  });

  test('without ip= the socket counts, with the setting too', () => {
    const tracker = new Tracker({ trustIpParameter: true });
    tracker.announce(1);
    expect(tracker.peers(2)).toEqual(names(1));
  });

  test('a caller that gives no address is told so', () => {
    expect(() => new Tracker().announce(1, {}, 'localhost')).toThrow('"localhost" is no IP address');
  });
});

describe('a full tracker', () => {
  test('answers, and says in the answer that the peer is not stored', () => {
    const store = new MemoryStore({ maxPeers: 1, maxTorrents: 1 });
    const ask = (n: number, changes: Partial<AnnounceRequest> = {}): ReturnType<typeof announce> =>
      announce(store, requestOf(n, changes), addressOf(n), rules, 0, Math.random);
    expect(ask(1)).not.toHaveProperty('warning');
    expect(ask(2)).toMatchObject({
      peers: [addressOf(1)],
      incomplete: 1,
      warning: expect.stringContaining('full (peers)'),
    });
    const stranger = ask(3, { infoHash: new Uint8Array(20) });
    expect(stranger).toMatchObject({ peers: [], warning: expect.stringContaining('full (torrents)') });
    expect(ask(1)).not.toHaveProperty('warning');
  });
});
