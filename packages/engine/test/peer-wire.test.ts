import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { pieces, TorrentBench } from './torrent-bench.ts';

describe('bitfield', () => {
  it('is sent first, when we have at least one piece', () => {
    const bench = new TorrentBench({ have: '* * ' });
    bench.connect(1);
    expect(bench.said(1)).toEqual(['bitfield * * ']);
    const empty = new TorrentBench({ have: '    ' });
    empty.connect(1);
    expect(empty.said(1)).toEqual([]);
  });

  it('is a copy: what is verified later is told by `have` alone', () => {
    const bench = new TorrentBench({ have: '*   ', blocks: 1 });
    bench.connectGiver(1, '****');
    const [bitfield] = bench.of('send');
    for (const piece of [1, 2, 3]) {
      bench.give(1, piece, 0);
      bench.handle({ type: 'piece-verified', piece });
    }
    if (bitfield?.message.type !== 'bitfield') throw new Error(`${bitfield?.message.type} was sent first`);
    expect(bitfield.message.bitfield.count).toBe(1);
  });

  it('is read as that many `have`s when it comes later, as aria2 sends it', () => {
    const bench = new TorrentBench({ have: '*   ' });
    bench.connect(1, { holds: '*   ' });
    bench.said(1);
    bench.tell(1, { type: 'have', piece: 1 });
    expect(bench.said(1)).toEqual(['interested']);
    bench.tell(1, { type: 'bitfield', bitfield: pieces(' ** ') });
    expect(bench.said(1)).toEqual([]);
    bench.connect(2, { holds: '****' });
    expect(bench.torrent.sessions()[0]?.bitfield.count).toBe(3);
    bench.disconnect(1);
    bench.disconnect(2);
  });

  it('takes nothing back: an empty one later changes nothing', () => {
    const bench = new TorrentBench();
    bench.connectGiver(1, '*   ');
    bench.said(1);
    bench.tell(1, { type: 'bitfield', bitfield: pieces('    ') });
    expect(bench.said(1)).toEqual([]);
    expect(bench.torrent.sessions()[0]?.bitfield.count).toBe(1);
  });

  it('may come late: messages that BEP 3 does not know are counted and passed over', () => {
    const bench = new TorrentBench();
    bench.connect(1);
    bench.tell(1, 'keep-alive');
    bench.tell(1, { type: 'unknown', id: 20, length: 100 });
    bench.tell(1, { type: 'bitfield', bitfield: pieces('*   ') });
    expect(bench.said(1)).toEqual(['interested']);
    expect(bench.torrent.sessions()[0]?.unknownMessages).toBe(1);
  });
});

describe('strict mode', () => {
  it('ends the connection of a peer that says what BEP 3 does not know', () => {
    const bench = new TorrentBench({ strict: true });
    bench.connect(1);
    bench.tell(1, { type: 'unknown', id: 20, length: 3 });
    expect(bench.said(1)).toEqual(['close unknown-message']);
  });

  it('takes a bitfield as the first message only; a keep-alive is none', () => {
    const bench = new TorrentBench({ strict: true });
    bench.connect(1);
    bench.tell(1, 'keep-alive');
    bench.tell(1, { type: 'bitfield', bitfield: pieces('*   ') });
    expect(bench.said(1)).toEqual(['interested']);
    bench.tell(1, { type: 'bitfield', bitfield: pieces('*   ') });
    expect(bench.said(1)).toEqual(['close late-bitfield']);
    bench.connect(2);
    bench.tell(2, 'unchoke');
    bench.tell(2, { type: 'bitfield', bitfield: pieces('*   ') });
    expect(bench.said(2)).toEqual(['close late-bitfield']);
  });
});

describe('interest', () => {
  it('is told when the bitfield or a `have` names a piece that we lack', () => {
    const bench = new TorrentBench({ have: '**  ' });
    bench.connect(1, { holds: '**  ' });
    expect(bench.said(1)).toEqual(['bitfield **  ']);
    bench.tell(1, { type: 'have', piece: 2 });
    expect(bench.said(1)).toEqual(['interested']);
    bench.tell(1, { type: 'have', piece: 3 });
    bench.tell(1, { type: 'have', piece: 3 });
    expect(bench.said(1)).toEqual([]);
  });

  it('ends when the last wanted piece is there, also at a peer that chokes us', () => {
    const bench = new TorrentBench({ have: '*** ', blocks: 1 });
    bench.connectGiver(1, '****');
    bench.connect(2, { holds: '   *' });
    bench.said(2);
    bench.give(1, 3, 0);
    expect(bench.said(2)).toEqual([]);
    bench.handle({ type: 'piece-verified', piece: 3 });
    expect(bench.said(2)).toEqual(['have 3', 'not-interested']);
  });
});

describe('have', () => {
  it('goes to every peer once the hash was right, and never before', () => {
    const bench = new TorrentBench({ blocks: 1 });
    bench.connectGiver(1, '*   ');
    bench.connect(2, { holds: '*   ' });
    bench.connect(3);
    bench.said(2);
    bench.give(1, 0, 0);
    expect([...bench.said(1), ...bench.said(2), ...bench.said(3)].join()).not.toContain('have');
    bench.handle({ type: 'piece-verified', piece: 0 });
    expect(bench.said(1)).toEqual(['have 0', 'not-interested']);
    expect(bench.said(2)).toEqual(['have 0', 'not-interested']);
    expect(bench.said(3)).toEqual(['have 0']);
  });

  it('goes only to those who lack the piece, when redundant ones are skipped', () => {
    const bench = new TorrentBench({ blocks: 1, skipRedundantHaves: true });
    bench.connectGiver(1, '*   ');
    bench.connect(2, { holds: ' *  ' });
    bench.give(1, 0, 0);
    bench.said(1);
    bench.said(2);
    bench.handle({ type: 'piece-verified', piece: 0 });
    expect(bench.said(1)).toEqual(['not-interested']);
    expect(bench.said(2)).toEqual(['have 0']);
    expect(bench.events('have')).toMatchObject([{ piece: 0, peers: 1 }]);
  });

  it('of a piece that does not exist ends the connection', () => {
    const bench = new TorrentBench({ have: '    ' });
    bench.connect(1);
    bench.tell(1, { type: 'have', piece: 4 });
    expect(bench.said(1)).toEqual(['close bad-index']);
  });

  it('of every piece, one by one, makes a seed as a full bitfield does', () => {
    const bench = new TorrentBench({ have: '****' });
    bench.connect(1);
    bench.said(1);
    for (const piece of [2, 0, 3]) bench.tell(1, { type: 'have', piece });
    expect(bench.said(1)).toEqual([]);
    bench.tell(1, { type: 'have', piece: 1 });
    expect(bench.said(1)).toEqual(['close both-complete']);
  });
});

describe('two complete peers', () => {
  it('part at the bitfield', () => {
    const bench = new TorrentBench({ have: '**' });
    bench.connect(1, { holds: '**' });
    expect(bench.said(1)).toEqual(['bitfield **', 'close both-complete']);
  });

  it('part when our download ends', () => {
    const bench = new TorrentBench({ have: '* ', blocks: 1 });
    bench.connectGiver(1, '**');
    bench.connect(2, { holds: '* ' });
    bench.give(1, 1, 0);
    bench.handle({ type: 'piece-verified', piece: 1 });
    expect(bench.said(1)).toEqual(['request 1:0', 'have 1', 'not-interested', 'close both-complete']);
    expect(bench.said(2)).toEqual(['bitfield * ', 'have 1']);
    expect(bench.of('complete')).toHaveLength(1);
  });
});

describe('choke', () => {
  it('drops the requests that wait; what is sent later is asked for anew', () => {
    const bench = new TorrentBench({ have: '****', blocks: 4, uploadSlots: 1 });
    bench.connect(1);
    bench.tell(1, 'interested');
    for (const block of [0, 1, 2, 3]) bench.ask(1, 0, block);
    expect(bench.said(1)).toEqual(['bitfield ****', 'unchoke', 'block 0:0', 'block 0:1']);
    bench.connect(2);
    bench.tell(2, 'interested');
    bench.wait(30_000);
    expect(bench.said(1)).toEqual(['choke']);
    bench.handle({ type: 'block-sent', peer: 1, length: BLOCK_LENGTH });
    bench.handle({ type: 'block-sent', peer: 1, length: BLOCK_LENGTH });
    bench.ask(1, 0, 2);
    expect(bench.said(1)).toEqual([]);
    expect(bench.torrent.sessions()[0]?.handedOver).toBe(0);
  });

  it('by the other side gives its blocks to others; received ones are kept', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 3 });
    bench.connectGiver(1, '*');
    expect(bench.said(1)).toEqual(['request 0:0', 'request 0:1', 'request 0:2']);
    bench.give(1, 0, 0);
    bench.tell(1, 'choke');
    bench.connectGiver(2, '*');
    expect(bench.said(2)).toEqual(['request 0:1', 'request 0:2']);
    bench.tell(1, 'unchoke');
    expect(bench.said(1)).toEqual(['request 0:1', 'request 0:2']);
  });

  it('leaves a block that was on its way welcome', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 2 });
    bench.connectGiver(1, '*');
    bench.tell(1, 'choke');
    bench.connectGiver(2, '*');
    bench.said(2);
    expect(bench.expects(1, 0, 0)).toBe(true);
    bench.give(1, 0, 0);
    expect(bench.said(2)).toEqual(['cancel 0:0']);
    expect(bench.torrent.stats(bench.now).wasted).toBe(0);
  });

  it('said twice is heard once', () => {
    const bench = new TorrentBench();
    bench.connectGiver(1, '****');
    for (let times = 0; times < 3; times++) bench.tell(1, 'choke');
    for (let times = 0; times < 3; times++) bench.tell(1, 'interested');
    expect(bench.events('choke')).toHaveLength(1);
    expect(bench.events('interested').filter(({ direction }) => direction === 'received')).toHaveLength(1);
  });
});

describe('requests that we make', () => {
  it('are blocks of 16 KiB on the grid, the last one of the torrent shorter', () => {
    const bench = new TorrentBench({ have: '* ', blocks: 3, shortBy: BLOCK_LENGTH + 1 });
    bench.connectGiver(1, '**');
    const asked = bench.of('send').flatMap(({ message }) => (message.type === 'request' ? [message] : []));
    expect(asked).toEqual([
      { type: 'request', piece: 1, begin: 0, length: BLOCK_LENGTH },
      { type: 'request', piece: 1, begin: BLOCK_LENGTH, length: BLOCK_LENGTH - 1 },
    ]);
  });

  it('wait for an unchoke, and are five at the start', () => {
    const bench = new TorrentBench({ blocks: 16 });
    bench.connect(1, { holds: '****' });
    expect(bench.said(1)).toEqual(['interested']);
    bench.tell(1, 'unchoke');
    expect(bench.said(1)).toHaveLength(5);
    bench.tell(1, 'unchoke');
    expect(bench.said(1)).toEqual([]);
  });

  it('are no more than 250 in flight, however fast the peer is', () => {
    const bench = new TorrentBench({ have: '    ', blocks: 1_000 });
    bench.connectGiver(1, '****');
    const inFlight = (): number[] => bench.torrent.sessions()[0]?.pipeline.blocks() ?? [];
    for (let given = 0; given < 3_000; given++) {
      if (given % 5 === 0) bench.wait(1);
      const [block = 0] = inFlight();
      bench.give(1, Math.floor(block / 1_000), block % 1_000);
    }
    expect(inFlight()).toHaveLength(250);
  });

  it('finish one piece before they begin another', () => {
    const bench = new TorrentBench({ have: '    ', blocks: 8 });
    bench.connectGiver(1, '****');
    const asked: string[] = [];
    for (let round = 0; round < 8; round++) {
      for (const request of bench.said(1)) {
        const [piece, block] = request.replace('request ', '').split(':').map(Number);
        asked.push(`${piece}`);
        bench.now += 1_000;
        bench.give(1, piece ?? 0, block ?? 0);
      }
    }
    const changes = asked.filter((piece, at) => at > 0 && piece !== asked[at - 1]).length;
    expect(changes).toBeLessThan(new Set(asked).size);
  });

  it('pass over a piece another peer is busy with while there is a piece to begin', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 8 });
    bench.connectGiver(1, '**');
    bench.connectGiver(2, '**');
    const first = bench.said(1)[0]?.charAt('request '.length);
    const second = bench.said(2)[0]?.charAt('request '.length);
    expect(new Set([first, second])).toEqual(new Set(['0', '1']));
  });
});

describe('requests that we get', () => {
  const seed = (settings = {}) => {
    const bench = new TorrentBench({ have: '***  ', blocks: 16, ...settings });
    bench.connect(1);
    bench.tell(1, 'interested');
    bench.said(1);
    return bench;
  };
  const request = (bench: TorrentBench, piece: number, begin: number, length: number): void =>
    bench.tell(1, { type: 'request', piece, begin, length });

  it('are served up to 128 KiB, and beyond that end the connection', () => {
    const bench = seed();
    request(bench, 0, 5, 128 * 1024);
    expect(bench.said(1)).toEqual(['block 0@5+131072']);
    request(bench, 0, 0, 128 * 1024 + 1);
    expect(bench.said(1)).toEqual(['close request-too-long']);
  });

  it('of length 0 or outside of the piece are passed over ten times', () => {
    const bench = seed();
    const nonsense: [number, number, number][] = [
      [0, 0, 0],
      [9, 0, BLOCK_LENGTH],
      [0, 16 * BLOCK_LENGTH, BLOCK_LENGTH],
      [0, 16 * BLOCK_LENGTH - 1, 2],
      [0, 2 ** 32 - 1, 1],
    ];
    for (const [piece, begin, length] of [...nonsense, ...nonsense]) request(bench, piece, begin, length);
    expect(bench.said(1)).toEqual([]);
    request(bench, 0, 0, 0);
    expect(bench.said(1)).toEqual(['close bad-requests']);
  });

  it('while choked are dropped, however many', () => {
    const bench = new TorrentBench({ have: '*', blocks: 16 });
    bench.connect(1);
    bench.said(1);
    for (let times = 0; times < 1_000; times++) bench.ask(1, 0, 0);
    expect(bench.said(1)).toEqual([]);
    bench.tell(1, 'interested');
    expect(bench.said(1)).toEqual(['unchoke']);
  });

  it('for a piece that we lack get no answer', () => {
    const bench = seed();
    bench.ask(1, 4, 0);
    expect(bench.said(1)).toEqual([]);
  });

  it('wait in a queue that is bounded', () => {
    const bench = seed({ maxQueuedUploads: 10 });
    for (let block = 0; block < 16; block++) bench.ask(1, 0, block);
    let served = 0;
    for (let sent = bench.said(1); sent.length > 0; sent = bench.said(1)) {
      served += sent.length;
      for (const _ of sent) bench.handle({ type: 'block-sent', peer: 1, length: BLOCK_LENGTH });
    }
    expect(served).toBe(12);
  });

  it('are dropped by a cancel while they wait', () => {
    const bench = seed();
    for (let block = 0; block < 4; block++) bench.ask(1, 0, block);
    bench.ask(1, 0, 2, 'cancel');
    bench.ask(1, 0, 0, 'cancel');
    bench.handle({ type: 'block-sent', peer: 1, length: BLOCK_LENGTH });
    bench.handle({ type: 'block-sent', peer: 1, length: BLOCK_LENGTH });
    expect(bench.said(1)).toEqual(['block 0:0', 'block 0:1', 'block 0:3']);
  });
});

describe('connections', () => {
  it('to ourselves are ended and not tried again', () => {
    const bench = new TorrentBench();
    bench.handle({ type: 'peers-found', addresses: [{ ip: '127.0.0.1', port: 6881 }] });
    expect(bench.of('dial')).toHaveLength(1);
    bench.connect(1, { id: 500, direction: 'outgoing', ip: '127.0.0.1' });
    bench.connect(2, { id: 500, ip: '127.0.0.1', port: 40_000 });
    expect([...bench.said(1), ...bench.said(2)]).toEqual(['close self', 'close self']);
    bench.disconnect(1);
    bench.wait(3_600_000);
    expect(bench.of('dial')).toHaveLength(1);
  });

  it('are kept alive after a minute of our silence', () => {
    const bench = new TorrentBench();
    bench.connect(1);
    bench.wait(59_000);
    expect(bench.said(1)).toEqual([]);
    bench.wait(2_000);
    expect(bench.said(1)).toEqual(['keep-alive']);
    bench.wait(61_000);
    expect(bench.said(1)).toEqual(['keep-alive']);
  });

  it('outlast a time in which we stood still: what was said meanwhile is still to be read', () => {
    const bench = new TorrentBench({ have: ' ', blocks: 1 });
    bench.connectGiver(1, '*');
    bench.connectGiver(2, '*');
    for (const key of [1, 2]) bench.said(key);
    bench.now += 200_000;
    bench.handle({ type: 'wake' });
    expect(bench.torrent.sessions().map(({ snubbed }) => snubbed)).toEqual([false, false]);
    for (const key of [1, 2]) expect(bench.said(key)).toEqual(['keep-alive']);
    bench.wait(131_000);
    for (const key of [1, 2]) expect(bench.said(key)).toContain('close idle');
  });

  it('end after 130 s of their silence', () => {
    const bench = new TorrentBench();
    bench.connect(1);
    bench.wait(100_000);
    bench.tell(1, 'keep-alive');
    bench.wait(129_000);
    expect(bench.said(1)).not.toContain('close idle');
    bench.wait(2_000);
    expect(bench.said(1)).toContain('close idle');
  });

  it('are as many as allowed', () => {
    const bench = new TorrentBench({ maxPeers: 2 });
    for (const key of [1, 2, 3]) bench.connect(key);
    expect(bench.said(3)).toEqual(['close too-many-connections']);
    bench.disconnect(3);
    bench.disconnect(1);
    bench.connect(4);
    expect(bench.said(4)).toEqual([]);
  });

  it('are told nothing behind their end, and nothing they tell counts', () => {
    const bench = new TorrentBench({ blocks: 1 });
    bench.connectGiver(1, '****');
    bench.connectGiver(2, '****');
    bench.tell(1, { type: 'have', piece: 99 });
    bench.said(1);
    const asked = bench.said(2).map((request) => Number(request.charAt('request '.length)));
    expect([...asked].sort()).toEqual([0, 1, 2, 3]);
    expect(bench.expects(1, 0, 0)).toBe(false);
    bench.give(1, 0, 0);
    bench.give(2, 0, 0);
    bench.handle({ type: 'piece-verified', piece: 0 });
    bench.wait(200_000);
    expect(bench.said(1)).toEqual([]);
    expect(bench.events('piece')[0]?.sources).toEqual([{ remote: '-XX0000-000000000002', bytes: BLOCK_LENGTH }]);
  });

  it('all end when we stop, and nobody is let in any more', () => {
    const bench = new TorrentBench({ have: '*   ' });
    bench.connect(1);
    bench.connect(2);
    bench.handle({ type: 'stop' });
    bench.connect(3);
    expect([1, 2, 3].map((key) => bench.said(key).at(-1))).toEqual(new Array(3).fill('close stopping'));
    bench.disconnect(1, 'stopping');
    expect(bench.events('disconnected').map(({ reason }) => reason)).toEqual(['stopping']);
    expect(bench.torrent.nextWake()).toBe(Number.POSITIVE_INFINITY);
  });

  it('are not let in before the start', () => {
    const bench = new TorrentBench();
    bench.handle({ type: 'stop' });
    bench.handle({ type: 'start' });
    bench.connect(1);
    expect(bench.said(1)).toEqual(['close stopping']);
  });
});

describe('figures for people', () => {
  it('count who holds something we lack, and who unchokes us', () => {
    const bench = new TorrentBench({ have: '*   ' });
    bench.connect(1, { holds: '*   ' });
    bench.connect(2, { holds: '**  ' });
    bench.connectGiver(3, '****');
    expect(bench.torrent.stats(bench.now)).toMatchObject({ peers: 3, interesting: 2, unchoking: 1 });
    bench.tell(3, 'choke');
    bench.disconnect(2);
    expect(bench.torrent.stats(bench.now)).toMatchObject({ peers: 2, interesting: 1, unchoking: 0 });
  });
});
