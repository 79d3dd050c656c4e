import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

const MIB = 1024 * 1024;

/** A seed that serves in turn, with pieces of four blocks, and interested peers 1 to `peers`, all unchoked. */
function seed(peers: number, settings = {}): TorrentBench {
  const bench = new TorrentBench({ have: '******', blocks: 4, choker: 'turns', uploadSlots: 20, ...settings });
  bench.handle({ type: 'uplink', rate: MIB });
  for (let key = 1; key <= peers; key++) {
    bench.connect(key);
    bench.tell(key, 'interested');
    bench.said(key);
  }
  return bench;
}

const askPiece = (bench: TorrentBench, key: number, piece: number): void => {
  for (let block = 0; block < 4; block++) bench.ask(key, piece, block);
};

/** A block of a peer leaves, or several. */
const leave = (bench: TorrentBench, key: number, blocks = 1): void => {
  for (let i = 0; i < blocks; i++) bench.handle({ type: 'block-sent', peer: key, length: BLOCK_LENGTH });
};

const piece = (number: number): string[] => [0, 1, 2, 3].map((block) => `block ${number}:${block}`);

describe('a turn', () => {
  it('is a whole piece for one peer: nobody else is served before it is sent', () => {
    const bench = seed(2);
    askPiece(bench, 1, 0);
    askPiece(bench, 2, 1);
    expect(bench.said(1)).toEqual(piece(0));
    expect(bench.said(2)).toEqual([]);
    leave(bench, 1, 2);
    expect(bench.said(2)).toEqual(['block 1:0', 'block 1:1']);
    leave(bench, 1, 2);
    expect(bench.said(2)).toEqual(['block 1:2', 'block 1:3']);
  });

  it('waits for the next request of its piece until the uplink has run dry, and is taken up again', () => {
    const bench = seed(2);
    bench.ask(1, 0, 0);
    bench.ask(1, 0, 1);
    askPiece(bench, 2, 1);
    leave(bench, 1);
    expect(bench.said(2)).toEqual([]);
    bench.ask(1, 0, 2);
    expect(bench.said(1)).toEqual(['block 0:0', 'block 0:1', 'block 0:2']);
    leave(bench, 1, 2);
    expect(bench.said(2)).toEqual(piece(1));
    bench.ask(1, 0, 3);
    askPiece(bench, 2, 2);
    leave(bench, 2, 4);
    // What was begun is finished before anything new begins.
    expect(bench.said(1)).toEqual(['block 0:3']);
    expect(bench.said(2)).toEqual(['block 2:0', 'block 2:1', 'block 2:2']);
  });

  it('ends at once when its peer is choked, though something is under way', () => {
    const bench = seed(2, { blocks: 8, uploadSlots: 2 });
    bench.connect(3);
    bench.tell(3, 'interested');
    for (let block = 0; block < 8; block++) bench.ask(1, 0, block);
    askPiece(bench, 2, 1);
    bench.said(1);
    bench.tell(1, 'not-interested');
    expect(bench.said(1)).toEqual(['choke']);
    leave(bench, 1);
    expect(bench.said(2)).toEqual(['block 1:0']);
  });

  it('ends at once when its peer leaves, though something of another is under way', () => {
    const bench = seed(3);
    askPiece(bench, 1, 0);
    askPiece(bench, 2, 1);
    leave(bench, 1, 2);
    askPiece(bench, 3, 2);
    expect(bench.said(2)).toEqual(['block 1:0', 'block 1:1']);
    bench.disconnect(2);
    expect(bench.said(3)).toEqual(['block 2:0', 'block 2:1']);
  });

  it('ends when its peer is choked, leaves, or takes back what it asked for', () => {
    const bench = seed(3);
    askPiece(bench, 1, 0);
    askPiece(bench, 2, 1);
    bench.disconnect(1);
    expect(bench.said(2)).toEqual(piece(1));
    bench.ask(3, 2, 0);
    askPiece(bench, 2, 3);
    leave(bench, 2, 4);
    expect(bench.said(3)).toEqual(['block 2:0']);
    leave(bench, 3);
    expect(bench.said(2)).toEqual(piece(3));
  });
});

describe('what is under way', () => {
  it('is 100 ms of the uplink, 64 KiB at most, and a block at least', () => {
    for (const [rate, blocks] of [
      [10 * MIB, 4],
      [480 * 1024, 3],
      [480 * 1024 - 11, 2],
      [1024, 1],
    ] as const) {
      const bench = seed(1, { have: '*', blocks: 16 });
      bench.handle({ type: 'uplink', rate });
      for (let block = 0; block < 16; block++) bench.ask(1, 0, block);
      expect(bench.said(1)).toHaveLength(blocks);
    }
  });

  it('follows what leaves where no limit tells the rate', () => {
    const bench = seed(1, { have: '*', blocks: 64 });
    bench.handle({ type: 'uplink', rate: Number.POSITIVE_INFINITY });
    for (let block = 0; block < 64; block++) bench.ask(1, 0, block);
    expect(bench.said(1)).toHaveLength(4);
    for (let left = 0; left < 16; left++) leave(bench, 1);
    expect(bench.said(1).length).toBeGreaterThan(16);
  });

  it('is no more than may be handed over ahead where no limit tells the rate', () => {
    const bench = seed(1, { have: '*', blocks: 64, maxWriteAhead: 6 * BLOCK_LENGTH });
    bench.handle({ type: 'uplink', rate: Number.POSITIVE_INFINITY });
    for (let block = 0; block < 64; block++) bench.ask(1, 0, block);
    leave(bench, 1, 16);
    expect(bench.said(1)).toHaveLength(16 + 6);
  });

  it('of a peer that takes nothing does not hold up the others; what it was sent is finished first when it takes again', () => {
    const bench = seed(2);
    askPiece(bench, 1, 0);
    askPiece(bench, 2, 1);
    bench.said(1);
    bench.wait(200);
    expect(bench.said(2)).toEqual([]);
    bench.wait(400);
    expect(bench.said(2)).toEqual(piece(1));
    leave(bench, 2, 4);
    askPiece(bench, 1, 3);
    expect(bench.said(1)).toEqual([]);
    leave(bench, 1, 4);
    expect(bench.said(1)).toEqual(piece(3));
  });

  it('grows as fast again after a pause where no limit tells the rate', () => {
    const bench = seed(1, { have: '**', blocks: 64 });
    bench.handle({ type: 'uplink', rate: Number.POSITIVE_INFINITY });
    bench.ask(1, 0, 0);
    leave(bench, 1);
    bench.said(1);
    bench.now += 10_000;
    for (let block = 0; block < 64; block++) bench.ask(1, 1, block);
    for (let left = 0; left < 16; left++) leave(bench, 1);
    expect(bench.said(1).length).toBeGreaterThan(16 + 4);
  });

  it('of a peer that takes nothing does not grow, and those that wait are served though it asks for more', () => {
    const bench = seed(2, { blocks: 8 });
    for (let block = 0; block < 8; block++) bench.ask(1, 0, block);
    askPiece(bench, 2, 1);
    expect(bench.said(1)).toHaveLength(4);
    bench.wait(400);
    expect(bench.said(1)).toEqual([]);
    expect(bench.said(2)).toEqual(piece(1));
  });

  it('of a peer that takes nothing counts from the first block that it did not take', () => {
    const bench = seed(2);
    bench.ask(1, 0, 0);
    bench.now += 200;
    bench.ask(1, 0, 1);
    bench.now += 99;
    askPiece(bench, 2, 1);
    expect(bench.said(2)).toEqual([]);
    bench.now += 1;
    bench.ask(2, 1, 0);
    expect(bench.said(2)).toEqual(piece(1));
  });

  it('of a peer that takes a block now and then is no blocked line', () => {
    const bench = seed(2, { blocks: 16 });
    for (let block = 0; block < 16; block++) bench.ask(1, 0, block);
    askPiece(bench, 2, 1);
    for (let left = 0; left < 8; left++) {
      bench.now += 290;
      leave(bench, 1);
    }
    expect(bench.said(1)).toHaveLength(12);
    expect(bench.said(2)).toEqual([]);
  });

  it('is given a slow uplink’s own time before a line counts as blocked', () => {
    const bench = seed(2);
    bench.handle({ type: 'uplink', rate: 4 * 1024 });
    bench.ask(1, 0, 0);
    bench.ask(2, 1, 0);
    bench.wait(15_000);
    expect(bench.said(2)).toEqual([]);
    bench.wait(3_000);
    expect(bench.said(2)).toEqual(['block 1:0']);
  });
});

describe('a complete peer', () => {
  it('sends what it sent least often, so that everything is out once before anything leaves twice', () => {
    const bench = seed(3);
    askPiece(bench, 1, 0);
    askPiece(bench, 2, 0);
    askPiece(bench, 3, 5);
    leave(bench, 1, 4);
    expect(bench.said(3)).toEqual(piece(5));
    expect(bench.said(2)).toEqual([]);
    leave(bench, 3, 4);
    expect(bench.said(2)).toEqual(piece(0));
  });

  it('counts how often it began a piece, not its blocks', () => {
    const bench = seed(4);
    for (const key of [1, 2]) {
      bench.ask(key, 1, 0);
      leave(bench, key);
    }
    askPiece(bench, 3, 0);
    leave(bench, 3, 4);
    askPiece(bench, 3, 5);
    askPiece(bench, 4, 1);
    askPiece(bench, 4, 0);
    leave(bench, 3, 4);
    expect(bench.said(4)).toEqual(piece(0));
  });

  it('has finished a piece that was sent: asked for once more, it waits like any other', () => {
    const bench = seed(3);
    askPiece(bench, 1, 0);
    leave(bench, 1, 4);
    bench.said(1);
    askPiece(bench, 3, 5);
    askPiece(bench, 1, 0);
    askPiece(bench, 2, 1);
    leave(bench, 3, 4);
    expect(bench.said(2)).toEqual(piece(1));
  });

  it('of pieces sent equally often sends the rarest', () => {
    const bench = seed(3);
    bench.tell(3, { type: 'have', piece: 1 });
    askPiece(bench, 3, 0);
    askPiece(bench, 1, 1);
    askPiece(bench, 2, 2);
    leave(bench, 3, 4);
    expect([bench.said(1), bench.said(2)]).toEqual([[], piece(2)]);
  });
});

describe('the choice of a complete peer', () => {
  /** Peer 1 asks for a block of each of 33 pieces; of only one of them nobody else has a copy, by its place. */
  const served = (rare: number): string | undefined => {
    const bench = seed(3, { have: '*'.repeat(40) });
    for (let number = 0; number < 40; number++) if (number !== rare) bench.tell(3, { type: 'have', piece: number });
    askPiece(bench, 2, 39);
    for (let number = 0; number < 33; number++) bench.ask(1, number, 0);
    leave(bench, 2, 4);
    return bench.said(1)[0];
  };

  it('is among the 32 pieces that each peer has waited for longest, so that a flood of requests costs little', () => {
    expect(served(0)).toBe('block 0:0');
    expect(served(31)).toBe('block 31:0');
    expect(served(32)).toBe('block 0:0');
  });
});

describe('a leech', () => {
  it('serves first who gave most beyond what it got, strangers before debtors', () => {
    const bench = seed(0, { have: '**    ' });
    bench.connectGiver(1, '  ****');
    for (const key of [2, 3]) bench.connect(key, { holds: '*     ' });
    const [first = ''] = bench.said(1);
    for (const block of [0, 1, 2, 3]) bench.give(1, Number(/^request (\d)/.exec(first)?.[1]), block);
    for (const key of [1, 2, 3]) bench.tell(key, 'interested');
    for (const key of [1, 2, 3]) bench.said(key);
    askPiece(bench, 3, 0);
    askPiece(bench, 2, 0);
    askPiece(bench, 1, 0);
    leave(bench, 3, 4);
    expect(bench.said(1)).toEqual(piece(0));
    askPiece(bench, 3, 1);
    leave(bench, 1, 4);
    expect(bench.said(2)).toEqual(piece(0));
    leave(bench, 2, 4);
    expect(bench.said(3)).toEqual([...piece(0), ...piece(1)]);
  });
});

describe('unchoke slots', () => {
  it.each([
    [1024 * 1024, 8],
    [256 * 1024, 4],
    [1024, 4],
    [Number.POSITIVE_INFINITY, 20],
  ])('are two seconds of an uplink of %d bytes/s in pieces of 256 KiB: %i', (rate, slots) => {
    const bench = new TorrentBench({ have: '**', blocks: 16, choker: 'turns' });
    bench.handle({ type: 'uplink', rate });
    for (let key = 1; key <= 30; key++) {
      bench.connect(key, { holds: '* ' });
      bench.tell(key, 'interested');
    }
    const unchoked = Array.from({ length: 30 }, (_, index) => bench.said(index + 1).includes('unchoke'));
    expect(unchoked.filter(Boolean)).toHaveLength(slots);
  });
});
