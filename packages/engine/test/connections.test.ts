import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestSwarm } from './test-swarm.ts';
import { TorrentBench } from './torrent-bench.ts';

/** Our id lies between those of peers below 500 and those above. */
const SMALLER = 7;
const GREATER = 700;

const open = (bench: TorrentBench): number[] =>
  bench.torrent
    .sessions()
    .filter((session) => !session.closing)
    .map((session) => session.key);

describe('two connections of the same two peers', () => {
  it.each([
    ['ours first, ours kept', GREATER, 'outgoing', 'incoming', 1],
    ['theirs first, ours kept', GREATER, 'incoming', 'outgoing', 2],
    ['ours first, theirs kept', SMALLER, 'outgoing', 'incoming', 2],
    ['theirs first, theirs kept', SMALLER, 'incoming', 'outgoing', 1],
  ] as const)('opened from both sides: %s, because the smaller peer id opened it', (_, id, first, second, kept) => {
    const bench = new TorrentBench();
    bench.connect(1, { id, direction: first });
    bench.connect(2, { id, direction: second });
    bench.tell(2, 'keep-alive');
    expect(open(bench)).toEqual([kept]);
    expect(bench.said(3 - kept).at(-1)).toEqual('close duplicate');
  });

  it.each(['incoming', 'outgoing'] as const)('opened twice from one side (%s): the new one is kept', (direction) => {
    const bench = new TorrentBench();
    bench.connect(1, { id: GREATER, direction });
    bench.connect(2, { id: GREATER, direction, port: 6882 });
    bench.tell(2, 'keep-alive');
    expect(open(bench)).toEqual([2]);
  });

  it('of which the new one is dead: the old one goes on, however many such there are', () => {
    const bench = new TorrentBench();
    const found = { ip: '127.0.0.1', port: 1 };
    bench.handle({ type: 'peers-found', addresses: [found] });
    // The smaller peer id opened the new ones.
    bench.connect(1, { id: SMALLER, direction: 'outgoing', ...found, holds: '****' });
    bench.tell(1, 'unchoke');
    for (const key of [2, 3]) bench.connect(key, { id: SMALLER, ip: '127.0.0.1', direction: 'incoming' });
    expect(open(bench)).toEqual([1, 3]);
    expect(bench.said(1).filter((words) => /cancel|close/.test(words))).toEqual([]);
    for (const key of [2, 3]) bench.disconnect(key, 'reset');
    expect(open(bench)).toEqual([1]);
    bench.wait(60_000);
    expect(bench.of('dial')).toHaveLength(1);
  });

  it('of which the new one is to stay: it is spoken to first, so that both ends know that it lives', () => {
    for (const have of ['    ', '*   ']) {
      const bench = new TorrentBench({ have });
      bench.connect(1, { id: GREATER });
      bench.connect(2, { id: GREATER });
      expect(bench.said(2)).toEqual([have === '    ' ? 'keep-alive' : 'bitfield *   ']);
    }
  });

  it('of which the old one breaks before anything has come over the new one: that one stays', () => {
    const bench = new TorrentBench();
    for (const key of [1, 2, 3]) bench.connect(key, { id: GREATER });
    bench.disconnect(1);
    bench.disconnect(2);
    bench.connect(4, { id: GREATER });
    expect(open(bench)).toEqual([3, 4]);
  });

  it('take no more than one place where all are taken', () => {
    const bench = new TorrentBench({ maxPeers: 1 });
    bench.connect(1, { id: GREATER });
    bench.connect(2, { id: GREATER });
    expect(open(bench)).toEqual([2]);
  });

  it('opened twice by us, by two of its addresses: the new one is kept, as the other end keeps it', () => {
    const bench = new TorrentBench();
    bench.connect(1, { id: GREATER, direction: 'outgoing', ip: '127.0.0.1' });
    bench.connect(2, { id: GREATER, direction: 'outgoing', ip: '127.5.5.5' });
    bench.tell(2, 'keep-alive');
    expect(open(bench)).toEqual([2]);
  });

  it('of which the second comes from elsewhere: a stranger in the name of a peer does not drive it away', () => {
    const bench = new TorrentBench();
    bench.connect(1, { id: GREATER, ip: '127.0.0.1' });
    bench.connect(2, { id: GREATER, ip: '127.6.6.6' });
    expect(open(bench)).toEqual([1]);
  });

  it('of which the old one is dead: the new one is not refused', () => {
    for (const id of [SMALLER, GREATER]) {
      for (const direction of ['incoming', 'outgoing'] as const) {
        const bench = new TorrentBench();
        bench.connect(1, { id, direction });
        bench.wait(71_000);
        bench.connect(2, { id, direction: direction === 'incoming' ? 'outgoing' : 'incoming' });
        bench.tell(2, 'keep-alive');
        expect(open(bench)).toEqual([2]);
      }
    }
  });

  it('leave one that is served like any other', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connect(1, { id: SMALLER, direction: 'outgoing', holds: '**' });
    bench.tell(1, 'unchoke');
    bench.connect(2, { id: SMALLER, holds: '**' });
    bench.tell(2, 'unchoke');
    expect(bench.said(2).filter((words) => words.startsWith('request'))).toHaveLength(2);
    bench.disconnect(1);
    expect(open(bench)).toEqual([2]);
  });
});

describe('addresses', () => {
  const dials = (bench: TorrentBench): number[] => bench.of('dial').map(({ address }) => address.port);
  const found = (bench: TorrentBench, ...ports: number[]): void =>
    void bench.handle({ type: 'peers-found', addresses: ports.map((port) => ({ ip: '127.0.0.1', port })) });
  const connectTo = (bench: TorrentBench, key: number, port: number, id: number): void =>
    bench.connect(key, { id, direction: 'outgoing', ip: '127.0.0.1', port });

  it('that lead to a peer we have are not dialled while it lasts, and again after that', () => {
    const bench = new TorrentBench();
    bench.connect(1, { id: SMALLER });
    found(bench, 1);
    connectTo(bench, 2, 1, SMALLER);
    expect(bench.said(2)).toEqual(['close duplicate']);
    bench.disconnect(2);
    for (let minutes = 0; minutes < 10; minutes++) {
      bench.wait(60_000);
      bench.tell(1, 'keep-alive');
    }
    expect(dials(bench)).toEqual([1]);
    bench.disconnect(1);
    bench.wait(5_000);
    expect(dials(bench)).toEqual([1, 1]);
  });

  it('of a connection that a newer one replaced are not dialled while that lasts', () => {
    const bench = new TorrentBench();
    found(bench, 1, 2);
    connectTo(bench, 1, 1, GREATER);
    connectTo(bench, 2, 2, GREATER);
    bench.tell(2, 'keep-alive');
    bench.disconnect(1);
    bench.wait(60_000);
    expect(dials(bench).toSorted()).toEqual([1, 2]);
    expect(open(bench)).toEqual([2]);
  });

  it('of a banned peer are left alone', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    found(bench, 1);
    connectTo(bench, 1, 1, SMALLER);
    bench.tell(1, { type: 'have', piece: 0 });
    bench.tell(1, 'unchoke');
    bench.give(1, 0, 0);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    bench.disconnect(1);
    bench.wait(3_600_000);
    expect(dials(bench)).toEqual([1]);
  });

  it('of a seed are left alone when we are one too', () => {
    const bench = new TorrentBench({ have: '**' });
    found(bench, 1);
    connectTo(bench, 1, 1, SMALLER);
    bench.tell(1, { type: 'have', piece: 0 });
    bench.tell(1, { type: 'have', piece: 1 });
    bench.disconnect(1);
    bench.wait(3_600_000);
    expect(dials(bench)).toEqual([1]);
  });

  it('are dialled eight at a time, and leave five eighths of the places to those who dial us', () => {
    const bench = new TorrentBench({ maxPeers: 26 });
    found(bench, ...Array.from({ length: 30 }, (_, port) => port + 1));
    expect(dials(bench)).toHaveLength(8);
    for (const port of dials(bench).slice()) connectTo(bench, port, port, port);
    bench.wait(0);
    expect(dials(bench)).toHaveLength(10);
    for (const port of dials(bench).slice(8)) {
      bench.handle({ type: 'dial-failed', address: { ip: '127.0.0.1', port }, reason: 'refused' });
    }
    expect(dials(bench)).toHaveLength(12);
  });

  it('of IPv6 are written as such', () => {
    const bench = new TorrentBench();
    bench.connect(1, { ip: '::1', port: 6881 });
    expect(bench.events('connected')[0]?.address).toBe('[::1]:6881');
  });
});

describe('two engines that dial each other at the same moment', () => {
  it('keep exactly one connection, the same at both ends, in whatever order its news arrive', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(30), fc.boolean(), (seedValue, head, swap) => {
        const swarm = new TestSwarm({ torrent: '  ', seedValue, delay: 30 });
        const [a, b] = (swap ? [2, 1] : [1, 2]).map((name) => swarm.add(name, '  '));
        if (a === undefined || b === undefined) throw new Error('two were added');
        swarm.introduce(a, b);
        swarm.run(head);
        swarm.introduce(b, a);
        // Until well after the first retries.
        swarm.run(60_000);
        expect([a.torrent.sessions().length, b.torrent.sessions().length]).toEqual([1, 1]);
        const [[link]] = [[...a.links.values()]];
        expect(link?.there.key).toBe(b.torrent.sessions()[0]?.key);
        const opened = a.effects.filter((effect) => effect.type === 'report' && effect.event.type === 'connected');
        expect(opened.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 1_000 },
    );
  });
});
