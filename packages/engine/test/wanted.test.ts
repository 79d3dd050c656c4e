import { Bitfield, BLOCK_LENGTH } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TestPeer, TestSwarm } from './test-swarm.ts';
import { TorrentBench } from './torrent-bench.ts';

const PIECE = 2 * BLOCK_LENGTH;

describe('a torrent of which some pieces are wanted', () => {
  it('asks for those alone and is done with them', () => {
    const bench = new TorrentBench({ have: '    ', wanted: ' ** ', blocks: 1 });
    bench.connectGiver(1, '****');
    expect(bench.said(1).toSorted()).toEqual(['request 1:0', 'request 2:0']);
    for (const piece of [1, 2]) {
      bench.give(1, piece, 0);
      bench.handle({ type: 'piece-verified', piece });
    }
    expect(bench.of('complete')).toHaveLength(1);
    expect(bench.events('completed')).toHaveLength(1);
    // A seed can give it nothing more, and takes nothing.
    expect(bench.said(1)).toContain('close both-complete');
  });

  it('is done at once when everything wanted is there, and when nothing is wanted', () => {
    for (const wanted of [' *  ', '    ']) {
      const bench = new TorrentBench({ have: ' *  ', wanted });
      expect(bench.of('complete')).toHaveLength(1);
      bench.connect(1, { holds: '****' });
      expect(bench.said(1)).toEqual(['bitfield  *  ', 'close both-complete']);
      expect(bench.events('completed')).toEqual([]);
    }
  });

  it('is interested in nobody who holds other pieces only, until one of the wanted comes', () => {
    const bench = new TorrentBench({ have: '    ', wanted: '*   ' });
    bench.connect(1, { holds: ' ** ' });
    bench.tell(1, { type: 'have', piece: 3 });
    expect(bench.said(1)).toEqual([]);
    bench.tell(1, { type: 'have', piece: 0 });
    expect(bench.said(1)).toEqual(['interested']);
  });

  it('begins end game when the last wanted block is asked for', () => {
    const bench = new TorrentBench({ have: '    ', wanted: ' *  ', blocks: 2 });
    bench.connectGiver(1, '****');
    bench.said(1);
    bench.connectGiver(2, '****');
    expect(bench.said(2)).toEqual(['request 1:0', 'request 1:1']);
  });

  it('serves what it holds beside that, also when it is done', () => {
    const bench = new TorrentBench({ have: '**  ', wanted: ' *  ', blocks: 1 });
    bench.connect(1, { holds: '  * ' });
    bench.tell(1, 'interested');
    expect(bench.said(1)).toContain('unchoke');
    bench.ask(1, 0, 0);
    expect(bench.said(1)).toEqual(['block 0:0']);
  });

  it('counts what is left of the wanted, and announces what is left of everything', () => {
    const bench = new TorrentBench({ have: '*   ', wanted: ' * *', blocks: 2, shortBy: 5, trackers: [['a']] });
    expect(bench.torrent.stats(bench.now).left).toBe(2 * PIECE - 5);
    expect(bench.of('announce')).toMatchObject([{ event: 'started', left: 3 * PIECE - 5 }]);
  });

  it('tells no tracker that it is complete, and asks for no peers any more', () => {
    const bench = new TorrentBench({ have: '  ', wanted: '* ', blocks: 1, trackers: [['a']] });
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: { interval: 1_800, peers: [] } });
    bench.connectGiver(1, '* ');
    bench.give(1, 0, 0);
    bench.handle({ type: 'piece-verified', piece: 0 });
    bench.disconnect(1);
    bench.wait(1_700_000);
    expect(bench.of('announce').map(({ event }) => event)).toEqual(['started']);
    bench.wait(100_000);
    expect(bench.of('announce').map(({ event, left }) => [event, left])).toEqual([
      ['started', PIECE],
      [undefined, BLOCK_LENGTH],
    ]);
  });

  it('says that it is complete when the wanted pieces make it so', () => {
    const bench = new TorrentBench({ have: '* ', wanted: ' *', blocks: 1, trackers: [['a']] });
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: { interval: 1_800, peers: [] } });
    bench.connectGiver(1, '**');
    bench.give(1, 1, 0);
    bench.handle({ type: 'piece-verified', piece: 1 });
    expect(bench.of('announce').map(({ event, left }) => [event, left])).toEqual([
      ['started', BLOCK_LENGTH],
      ['completed', 0],
    ]);
  });

  it('is asked for in any swarm, where peers want different things, and nothing else is', () => {
    const count = 12;
    const some = fc.uniqueArray(fc.nat(count - 1)).map((list) => {
      const bitfield = new Bitfield(count);
      for (const piece of list) bitfield.set(piece);
      return bitfield;
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 2, maxLength: 5 }), some, fc.nat(), (wishes, there, seedValue) => {
        const swarm = new TestSwarm({ torrent: ' '.repeat(count), seedValue });
        const seed = swarm.add(100, Bitfield.full(count));
        const leeches = wishes.map((wanted, index) =>
          swarm.add(index + 1, index === 0 ? there.copy() : new Bitfield(count), { wanted }),
        );
        for (const leech of leeches) swarm.introduce(leech, seed, ...leeches);
        const isDone = ({ effects }: TestPeer): boolean => effects.some(({ type }) => type === 'complete');
        swarm.run(3_600_000, () => leeches.every(isDone));
        for (const [index, leech] of leeches.entries()) {
          const wanted = wishes[index] ?? new Bitfield(count);
          expect(isDone(leech)).toBe(true);
          expect(wanted.hasAnyNotIn(leech.torrent.have)).toBe(false);
          const asked = leech.effects.flatMap((effect) =>
            effect.type === 'send' && effect.message.type === 'request' ? [effect.message.piece] : [],
          );
          expect(asked.filter((piece) => !wanted.has(piece))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
