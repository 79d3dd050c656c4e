import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

const remote = (id: number): string => `-XX0000-${String(id).padStart(12, '0')}`;

/** Requests among what a peer was told, as [piece, block]. */
const asked = (said: readonly string[]): [number, number][] =>
  said
    .filter((words) => words.startsWith('request '))
    .map((words) => words.replace('request ', '').split(':').map(Number) as [number, number]);

/** What was told of blocks, among keep-alives and the choker's words. */
const ofBlocks = (said: readonly string[]): string[] => said.filter((words) => /^(request|cancel) /.test(words));

/** The peer sends everything it is asked for, until it is asked for nothing more; each piece is verified at once. */
function giveAll(bench: TorrentBench, key: number): void {
  for (let wanted = asked(bench.said(key)); wanted.length > 0; wanted = asked(bench.said(key))) {
    for (const [piece, block] of wanted) {
      const verifying = bench.of('verify').length;
      if (bench.expects(key, piece, block)) bench.give(key, piece, block);
      for (const { piece: done } of bench.of('verify').slice(verifying))
        bench.handle({ type: 'piece-verified', piece: done });
    }
  }
}

describe('end game', () => {
  it('begins when the last missing block is asked for, and wakes those that are idle', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 2 });
    bench.connectGiver(1, '*');
    expect(bench.said(1)).toEqual(['request 0:0', 'request 0:1']);
    bench.connectGiver(2, '*');
    expect(bench.said(2)).toEqual(['request 0:0', 'request 0:1']);
  });

  it('begins for a peer that had nothing to ask for, when another takes the last block', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connectGiver(1, '* ');
    bench.connectGiver(2, '* ');
    expect([bench.said(1), bench.said(2)]).toEqual([['request 0:0'], []]);
    bench.connectGiver(3, ' *');
    expect([bench.said(2), bench.said(3)]).toEqual([['request 0:0'], ['request 1:0']]);
  });

  it('does not begin while a piece is left to begin', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connectGiver(1, '* ');
    bench.connectGiver(2, '* ');
    expect(bench.said(2)).toEqual([]);
  });

  it('cancels every copy when the block arrives, and wastes nothing that is not under way', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 1 });
    for (const key of [1, 2, 3]) bench.connectGiver(key, '*');
    for (const key of [1, 2, 3]) bench.said(key);
    bench.give(2, 0, 0);
    expect([1, 2, 3].map((key) => bench.said(key))).toEqual([['cancel 0:0'], [], ['cancel 0:0']]);
    expect(bench.expects(1, 0, 0)).toBe(false);
    bench.give(1, 0, 0);
    expect(bench.torrent.stats(bench.now)).toMatchObject({ downloaded: 2 * BLOCK_LENGTH, wasted: BLOCK_LENGTH });
  });

  it('asks for four copies of a block at most, the least copied first', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 3 });
    const copies = new Map<string, number>();
    for (let key = 1; key <= 9; key++) {
      bench.connectGiver(key, '*');
      for (const request of bench.said(key)) copies.set(request, (copies.get(request) ?? 0) + 1);
      const counts = [...copies.values()];
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect([...copies.values()]).toEqual([4, 4, 4]);
  });

  it('asks a fast peer for copies only when it is nearly idle', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 64, minRequests: 2 });
    bench.connectGiver(1, '*');
    expect(bench.said(1)).toEqual(['request 0:0', 'request 0:1']);
    bench.connectGiver(2, '*');
    for (let wanted = asked(bench.said(2)); wanted.length > 0; wanted = asked(bench.said(2))) {
      for (const [piece, block] of wanted) {
        bench.now += 1;
        bench.give(2, piece, block);
        const session = bench.torrent.sessions()[1];
        const copies = session?.pipeline.blocks().filter((number) => number < 2).length ?? 0;
        if (copies > 0) expect(session?.pipeline.size).toBeLessThanOrEqual(2);
      }
    }
    expect(bench.of('verify')).toHaveLength(1);
  });

  it('asks a peer that is busy for no copies', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 12 });
    bench.connectGiver(1, '*');
    bench.connectGiver(2, '*');
    bench.connectGiver(3, '*');
    expect([1, 2, 3].map((key) => bench.said(key).length)).toEqual([5, 5, 5]);
    bench.give(1, 0, 0);
    const [next] = bench.said(1);
    // Of the twelve, five were asked of the first, five of the second, two of the third with three copies.
    expect(next).toMatch(/^request 0:/);
    expect(bench.torrent.sessions().map((session) => session.pipeline.size)).toEqual([5, 5, 5]);
  });

  /** Four peers are asked for the last block, as many as may be, and send nothing; the fifth would be idle. */
  const silentEnd = (settings = {}): TorrentBench => {
    const bench = new TorrentBench({ have: '* ', blocks: 1, ...settings });
    for (const key of [1, 2, 3, 4]) bench.connectGiver(key, '**');
    bench.connectGiver(5, '**');
    expect([1, 2, 3, 4, 5].map((key) => ofBlocks(bench.said(key)).length)).toEqual([1, 1, 1, 1, 0]);
    return bench;
  };

  it('asks an idle peer in place of those that send nothing for ten seconds', () => {
    const bench = silentEnd();
    bench.wait(9_000);
    expect(ofBlocks(bench.said(5))).toEqual([]);
    bench.wait(2_000);
    expect(ofBlocks(bench.said(5))).toEqual(['request 1:0']);
    bench.torrent.checkInvariants();
  });

  it('waits for a late peer as long as for any where nobody is idle', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 1 });
    bench.connectGiver(1, '*');
    bench.connectGiver(2, ' ');
    bench.said(1);
    bench.wait(59_000);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(false);
  });

  it('is what makes ten seconds late: while a piece is left to begin a peer has a minute', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connectGiver(1, '* ');
    bench.connectGiver(2, '* ');
    bench.wait(59_000);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(false);
    bench.wait(2_000);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(true);
  });

  it.each([
    ['five seconds after a fast peer', 7, 5_000],
    ['ten seconds after a slow one', 1, 10_000],
  ])('is not waited for where pieces are moved: what is begun is asked of an idle peer %s', (_, given, patience) => {
    const bench = new TorrentBench({ have: '  ', blocks: 8, picker: 'rerouting' });
    bench.connectGiver(1, '* ');
    for (let block = 0; block < given; block++) bench.give(1, 0, block);
    bench.connectGiver(2, '* ');
    bench.wait(patience - 1_000);
    expect(ofBlocks(bench.said(2))).toEqual([]);
    bench.wait(2_000);
    expect(ofBlocks(bench.said(2))).toHaveLength(8 - given);
  });

  it('ends when a block goes missing again, and that one comes first', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 2 });
    bench.connectGiver(1, '*');
    bench.connect(2, { holds: '*' });
    bench.said(1);
    bench.tell(1, 'choke');
    bench.said(2);
    bench.tell(2, 'unchoke');
    expect(bench.said(2)).toEqual(['request 0:0', 'request 0:1']);
  });
});

describe('a peer for which nothing was found', () => {
  it('is asked as soon as it has something new', () => {
    const bench = new TorrentBench({ have: '   ', blocks: 1 });
    bench.connectGiver(1, '*  ');
    bench.connectGiver(2, '*  ');
    expect(bench.said(2)).toEqual([]);
    bench.tell(2, { type: 'have', piece: 1 });
    expect(bench.said(2)).toEqual(['request 1:0']);
  });

  it('is asked as soon as a piece that it holds is open again', () => {
    const bench = new TorrentBench({ have: '   ', blocks: 1 });
    bench.connectGiver(1, '*  ');
    bench.connectGiver(2, '*  ');
    bench.give(1, 0, 0);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    expect(bench.said(2)).toEqual(['request 0:0']);
  });
});

describe('a piece that its peer gave up', () => {
  it('is fetched by one other peer, and the next begins another', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 8 });
    bench.connectGiver(1, '**');
    const [orphan] = asked(bench.said(1))[0] ?? [];
    bench.tell(1, 'choke');
    bench.connectGiver(2, '**');
    bench.connectGiver(3, '**');
    expect(new Set(asked(bench.said(2)).map(([piece]) => piece))).toEqual(new Set([orphan]));
    expect(new Set(asked(bench.said(3)).map(([piece]) => piece))).toEqual(new Set([1 - (orphan ?? 0)]));
  });
});

describe('a peer that fetches a piece', () => {
  it('is asked for the rest of it before a piece that another gave up', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 8 });
    bench.connectGiver(1, '**');
    const [own = -1] = asked(bench.said(1))[0] ?? [];
    bench.connectGiver(2, '**');
    bench.tell(2, 'choke');
    bench.give(1, own, 0);
    expect(asked(bench.said(1))).toEqual([[own, 5]]);
  });
});

describe('a peer that leaves', () => {
  it('leaves its blocks to the others at once, who keep what it sent', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 4 });
    bench.connectGiver(1, '*');
    bench.give(1, 0, 0);
    bench.connect(2, { holds: '*' });
    bench.tell(2, 'unchoke');
    bench.said(2);
    bench.disconnect(1);
    bench.disconnect(2);
    bench.connectGiver(3, '*');
    expect(asked(bench.said(3))).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
    bench.give(3, 0, 1);
    bench.give(3, 0, 2);
    bench.give(3, 0, 3);
    bench.handle({ type: 'piece-verified', piece: 0 });
    expect(bench.events('piece')[0]?.sources).toEqual([
      { remote: remote(1), bytes: BLOCK_LENGTH },
      { remote: remote(3), bytes: 3 * BLOCK_LENGTH },
    ]);
  });

  it('is made up for although it is still being disconnected', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connectGiver(1, '**');
    bench.connectGiver(2, '**');
    bench.said(2);
    bench.tell(1, { type: 'have', piece: 7 });
    bench.give(2, 0, 0);
    bench.give(2, 1, 0);
    expect(bench.of('verify')).toHaveLength(2);
  });
});

describe('a peer that snubs us', () => {
  const snubbed = (): TorrentBench => {
    const bench = new TorrentBench({ have: ' ', blocks: 4 });
    bench.connectGiver(1, '*');
    bench.said(1);
    bench.wait(61_000);
    return bench;
  };

  it('is told to forget its requests, and keeps one to make good', () => {
    const bench = snubbed();
    const cancels = ['cancel 0:0', 'cancel 0:1', 'cancel 0:2', 'cancel 0:3'];
    expect(ofBlocks(bench.said(1))).toEqual([...cancels, 'request 0:0']);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(true);
  });

  it('leaves the choice to others', () => {
    const bench = snubbed();
    bench.connectGiver(2, '*');
    expect(bench.said(2).slice(0, 3)).toEqual(['request 0:1', 'request 0:2', 'request 0:3']);
  });

  it('holds no piece back: another that is free finishes what was begun', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 4 });
    bench.connectGiver(1, '**');
    const [begun] = asked(bench.said(1))[0] ?? [];
    bench.wait(61_000);
    bench.connectGiver(2, '**');
    expect(asked(bench.said(2))[0]?.[0]).toBe(begun);
  });

  it('is asked behind the others when its blocks are given away', () => {
    const bench = new TorrentBench({ have: '    ', blocks: 1, minRequests: 2 });
    bench.connectGiver(1, '****');
    bench.wait(59_000);
    bench.connectGiver(2, '****');
    expect(bench.said(2)).toHaveLength(2);
    bench.said(1);
    bench.wait(2_000);
    expect(ofBlocks(bench.said(1)).map((words) => words.split(' ')[0])).toEqual(['cancel', 'cancel', 'request']);
  });

  it('has its pipeline back with the next block', () => {
    const bench = snubbed();
    bench.said(1);
    bench.give(1, 0, 3);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(false);
    expect(bench.said(1)).toEqual(['request 0:1', 'request 0:2']);
  });

  it('is only one that owes us something: a choking one is not', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 4 });
    bench.connectGiver(1, '*');
    bench.tell(1, 'choke');
    for (let minutes = 0; minutes < 3; minutes++) {
      bench.wait(60_000);
      bench.tell(1, 'keep-alive');
    }
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(false);
    bench.tell(1, 'unchoke');
    bench.wait(59_000);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(false);
  });
});

describe('a piece that fails its hash', () => {
  /** Piece 0 was sent half by peer 1, half by peer 2, and is wrong. */
  const shared = (settings = {}): TorrentBench => {
    const bench = new TorrentBench({ have: ' ', blocks: 2, ...settings });
    bench.connectGiver(1, '*');
    bench.give(1, 0, 0);
    bench.tell(1, 'choke');
    bench.connectGiver(2, '*');
    bench.give(2, 0, 1);
    bench.said(1);
    bench.said(2);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    return bench;
  };

  it('bans its sender when there was only one', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connectGiver(1, '* ');
    bench.said(1);
    bench.give(1, 0, 0);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    expect(bench.said(1)).toEqual(['close banned']);
    bench.disconnect(1);
    bench.connect(2, { id: 1, ip: '127.9.9.9' });
    expect(bench.said(2)).toEqual(['close banned']);
    expect(bench.torrent.stats(bench.now).wasted).toBe(BLOCK_LENGTH);
  });

  it('is fetched from anyone after that, because the blame is settled', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 2 });
    bench.connectGiver(1, '*');
    bench.give(1, 0, 0);
    bench.give(1, 0, 1);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    bench.connectGiver(2, '*');
    bench.connectGiver(3, '*');
    expect([bench.said(2), bench.said(3)].map((said) => asked(said).length)).toEqual([2, 2]);
  });

  it('bans its sender also when that has left', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 1 });
    bench.connectGiver(1, '* ');
    bench.give(1, 0, 0);
    bench.disconnect(1);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    bench.connect(2, { id: 1 });
    expect(bench.said(2)).toEqual(['close banned']);
  });

  it('is fetched from one peer alone when several had sent it', () => {
    const bench = shared();
    expect(bench.events('piece-corrupt')[0]?.sources).toHaveLength(2);
    expect(bench.said(2)).toEqual(['request 0:0', 'request 0:1']);
    bench.tell(1, 'unchoke');
    expect(bench.said(1)).toEqual([]);
    bench.give(2, 0, 0);
    bench.give(2, 0, 1);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    expect(bench.said(2)).toEqual(['close banned']);
    expect(bench.said(1)).toEqual(['request 0:0', 'request 0:1']);
  });

  it('takes no late block of another peer then, or the blame would be shared again', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 3 });
    bench.connectGiver(1, '*');
    bench.give(1, 0, 0);
    bench.tell(1, 'choke');
    bench.connectGiver(2, '*');
    bench.give(2, 0, 1);
    bench.give(2, 0, 2);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    expect(bench.said(2).slice(-3)).toEqual(['request 0:0', 'request 0:1', 'request 0:2']);
    expect(bench.expects(1, 0, 1)).toBe(false);
    bench.give(1, 0, 1);
    bench.give(2, 0, 0);
    bench.give(2, 0, 1);
    bench.give(2, 0, 2);
    bench.handle({ type: 'piece-corrupt', piece: 0 });
    expect(bench.said(2)).toContain('close banned');
    expect(bench.said(1)).not.toContain('close banned');
  });

  it('keeps what its one peer sent through a choke', () => {
    const bench = shared();
    bench.give(2, 0, 0);
    bench.said(2);
    bench.tell(2, 'choke');
    bench.tell(1, 'unchoke');
    expect(bench.said(1)).toEqual([]);
    bench.tell(2, 'unchoke');
    expect(bench.said(2)).toEqual(['request 0:1']);
  });

  it('begins anew with another peer when its one peer leaves', () => {
    const bench = shared();
    bench.give(2, 0, 0);
    bench.tell(1, 'unchoke');
    bench.disconnect(2);
    expect(bench.of('forget')).toEqual([{ type: 'forget', piece: 0 }]);
    expect(bench.said(1)).toEqual(['request 0:0', 'request 0:1']);
  });

  it('goes to an idle peer when its one peer is too slow, and to everyone after three of those', () => {
    const bench = shared();
    bench.tell(1, 'unchoke');
    expect([bench.said(1), bench.said(2)]).toEqual([[], ['request 0:0', 'request 0:1']]);
    bench.wait(10_000);
    expect(ofBlocks(bench.said(1))).toEqual([]);
    bench.wait(2_000);
    const [requests, cancels] = [1, 2].map((key) => ofBlocks(bench.said(key)));
    expect(requests).toEqual(['request 0:0', 'request 0:1']);
    expect(cancels).toEqual(['cancel 0:0', 'cancel 0:1']);
    bench.wait(12_000);
    expect(ofBlocks(bench.said(2))).toEqual(['request 0:0', 'request 0:1']);
    bench.wait(12_000);
    // Everyone helps now: both blocks are asked of both, as in any end game.
    expect(bench.torrent.sessions().map((session) => session.pipeline.size)).toEqual([2, 2]);
  });

  it('frees its waste: the bytes are counted, and the piece is open again', () => {
    const bench = shared();
    expect(bench.torrent.stats(bench.now)).toMatchObject({ downloaded: 2 * BLOCK_LENGTH, wasted: 2 * BLOCK_LENGTH });
    giveAll(bench, 2);
    expect(bench.torrent.have.isFull).toBe(true);
    expect(bench.events('completed')[0]).toMatchObject({ sources: [{ remote: remote(2), bytes: 2 * BLOCK_LENGTH }] });
  });
});

describe('a block whose payload was dropped', () => {
  it('is not there, even if it is wanted again when it ends', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 1 });
    bench.connectGiver(1, '*');
    bench.handle({ type: 'storage-failed', reason: 'no space' });
    expect(bench.expects(1, 0, 0)).toBe(false);
    bench.handle({ type: 'storage-ready' });
    expect(bench.expects(1, 0, 0)).toBe(true);
    bench.give(1, 0, 0, true);
    expect(bench.of('verify')).toEqual([]);
    expect(bench.torrent.stats(bench.now).wasted).toBe(BLOCK_LENGTH);
    bench.give(1, 0, 0, false);
    expect(bench.of('verify')).toEqual([{ type: 'verify', piece: 0 }]);
  });
});

describe('blocks that nobody asked for', () => {
  it('are wasted, and are no service that a slot is given for', () => {
    const bench = new TorrentBench({ have: '    ', blocks: 2 });
    bench.connect(1, { holds: '****' });
    for (let times = 0; times < 100; times++) bench.give(1, 0, 0);
    bench.tell(1, { type: 'piece', piece: 99, begin: 0, length: BLOCK_LENGTH });
    bench.tell(1, { type: 'piece', piece: 0, begin: 1, length: 5 });
    const [session] = bench.torrent.sessions();
    expect(session?.downloadRate.rate(bench.now)).toBe(0);
    expect(bench.torrent.stats(bench.now).wasted).toBe(101 * BLOCK_LENGTH + 5);
    expect(bench.of('verify')).toEqual([]);
  });
});

describe('room for unfinished pieces', () => {
  const ROOM = { maxUnfinishedBytes: 4 * BLOCK_LENGTH, blocks: 2 };

  it('is never exceeded, pieces that are being verified included', () => {
    const bench = new TorrentBench({ have: '        ', ...ROOM });
    bench.connectGiver(1, '********');
    const wanted = asked(bench.said(1));
    expect(wanted).toHaveLength(4);
    for (const [piece, block] of wanted) bench.give(1, piece, block);
    expect(bench.said(1)).toEqual([]);
    const [first] = bench.of('verify');
    bench.handle({ type: 'piece-verified', piece: first?.piece ?? 0 });
    expect(asked(bench.said(1))).toHaveLength(2);
  });

  it('is left unused rather than exceeded a little', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 2, maxUnfinishedBytes: 3 * BLOCK_LENGTH });
    bench.connectGiver(1, '**');
    expect(asked(bench.said(1))).toHaveLength(2);
  });

  it('takes one piece that is larger than all of it', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 4, maxUnfinishedBytes: BLOCK_LENGTH });
    bench.connectGiver(1, '**');
    expect(asked(bench.said(1))).toHaveLength(4);
    giveAll(bench, 1);
    bench.connectGiver(2, '**');
    giveAll(bench, 2);
  });

  it('is made by forgetting pieces that nobody who lets us ask holds', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM });
    bench.connectGiver(1, '**  ');
    bench.said(1);
    bench.give(1, 0, 0);
    bench.disconnect(1);
    bench.connectGiver(2, '  **');
    expect(bench.of('forget')).toHaveLength(2);
    expect(asked(bench.said(2))).toHaveLength(4);
    expect(bench.torrent.stats(bench.now).wasted).toBe(BLOCK_LENGTH);
  });

  it('is made by forgetting pieces whose peers choke us', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM });
    bench.connectGiver(1, '**  ');
    bench.tell(1, 'choke');
    bench.connectGiver(2, '  **');
    expect(bench.of('forget')).toHaveLength(2);
  });

  it('is not made for a peer that holds nothing that is open', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM });
    bench.connectGiver(2, '   *');
    bench.connectGiver(1, '*   ');
    bench.disconnect(1);
    expect(bench.of('forget')).toEqual([]);
  });

  it('is not made at the cost of a piece that is within reach', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM });
    bench.connectGiver(1, '**  ');
    bench.connectGiver(2, '  **');
    expect(bench.said(2)).toEqual([]);
    expect(bench.of('forget')).toEqual([]);
  });

  it('is not made at the cost of a piece that waits for its turn', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM, minRequests: 1 });
    for (const key of [1, 2]) bench.connectGiver(key, '**  ');
    for (const key of [1, 2]) bench.tell(key, 'choke');
    // Both pieces are begun and nobody's; one of them is asked of peer 3, the other one it will be asked for next.
    bench.connectGiver(3, '**  ');
    expect(asked(bench.said(3))).toHaveLength(1);
    bench.connectGiver(4, '  **');
    expect(bench.said(4)).toEqual([]);
    expect(bench.of('forget')).toEqual([]);
  });

  it('that waits for a verdict is waited for: nobody is asked for copies', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM, minRequests: 2 });
    bench.connectGiver(1, '*   ');
    for (const [piece, block] of asked(bench.said(1))) bench.give(1, piece, block);
    bench.connectGiver(2, '****');
    expect(asked(bench.said(2))).toHaveLength(2);
    bench.connectGiver(3, '****');
    bench.wait(5_000);
    expect(ofBlocks(bench.said(3))).toEqual([]);
  });

  it('that slow peers fill is freed with the help of idle ones within a second', () => {
    const bench = new TorrentBench({ have: '    ', ...ROOM });
    bench.connectGiver(1, '****');
    bench.said(1);
    bench.connectGiver(2, '****');
    expect(bench.said(2)).toEqual([]);
    bench.wait(1_000);
    expect(asked(bench.said(2))).toHaveLength(4);
  });
});

describe('a full disk', () => {
  it('stops what is under way, is reported once, and takes up again', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 2 });
    bench.connectGiver(1, '**');
    bench.said(1);
    bench.give(1, 0, 0);
    bench.handle({ type: 'storage-failed', reason: 'no space' });
    bench.handle({ type: 'storage-failed', reason: 'no space' });
    expect(bench.events('fault')).toEqual([{ type: 'fault', reason: 'no space' }]);
    expect(bench.said(1).sort()).toEqual(['cancel 0:1', 'cancel 1:0', 'cancel 1:1']);
    expect(new Set(bench.of('forget').map(({ piece }) => piece))).toEqual(new Set([0, 1]));
    bench.connectGiver(2, '**');
    expect(bench.said(2)).toEqual([]);
    bench.handle({ type: 'storage-ready' });
    expect(asked([...bench.said(1), ...bench.said(2)])).toHaveLength(8);
  });

  it('lets a piece that is being verified come to its verdict, whatever that is', () => {
    for (const verdict of ['piece-verified', 'piece-lost', 'piece-corrupt'] as const) {
      const bench = new TorrentBench({ have: '  ', blocks: 1 });
      bench.connectGiver(1, '* ');
      bench.connect(2, { holds: '**' });
      bench.give(1, 0, 0);
      bench.handle({ type: 'storage-failed', reason: 'no space' });
      expect(bench.of('forget')).toEqual([]);
      bench.handle({ type: verdict, piece: 0 });
      bench.handle({ type: 'storage-ready' });
      bench.tell(2, 'unchoke');
      giveAll(bench, 2);
      expect(bench.torrent.have.isFull).toBe(true);
    }
  });

  it('goes on serving', () => {
    const bench = new TorrentBench({ have: '* ', blocks: 1 });
    bench.handle({ type: 'storage-failed', reason: 'no space' });
    bench.connect(1);
    bench.tell(1, 'interested');
    bench.ask(1, 0, 0);
    expect(bench.said(1)).toEqual(['bitfield * ', 'unchoke', 'block 0:0']);
  });

  it('that is found when a piece was lost leaves no peer idle afterwards', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 1 });
    bench.connectGiver(1, '*');
    bench.said(1);
    bench.give(1, 0, 0);
    bench.handle({ type: 'piece-lost', piece: 0 });
    expect(bench.said(1)).toEqual(['request 0:0']);
  });
});

it('tells `complete` once, also when everything was there at the start', () => {
  const seed = new TorrentBench({ have: '**' });
  expect(seed.of('complete')).toHaveLength(1);
  expect(seed.events('completed')).toEqual([]);
  const leech = new TorrentBench({ have: '  ', blocks: 1 });
  leech.connectGiver(1, '**');
  giveAll(leech, 1);
  expect(leech.of('complete')).toHaveLength(1);
  expect(leech.events('completed')).toHaveLength(1);
});

it.each(['piece-verified', 'piece-corrupt', 'piece-lost'] as const)(
  'crashes loudly when the driver tells %s of a piece that waits for no verdict',
  (type) => {
    const bench = new TorrentBench({ have: '* ' });
    bench.connectGiver(1, ' *');
    for (const piece of [0, 1])
      expect(() => bench.handle({ type, piece })).toThrow(`invariant: a verdict on piece ${piece}`);
  },
);
