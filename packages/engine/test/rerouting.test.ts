import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

/** A leech that asks for whole pieces of eight blocks. */
const leech = (settings = {}): TorrentBench => new TorrentBench({ blocks: 8, picker: 'rerouting', ...settings });

const piecesIn = (words: readonly string[], verb: string): number[] => [
  ...new Set(words.filter((word) => word.startsWith(`${verb} `)).map((word) => Number(/ (\d+):/.exec(word)?.[1]))),
];

describe('a peer that unchokes us', () => {
  it('is asked for a whole piece, though its rate would want less in advance', () => {
    const bench = leech();
    bench.connectGiver(1, '****');
    expect(bench.said(1).filter((word) => word.startsWith('request'))).toHaveLength(8);
  });

  it('is asked for 1 MiB at once at most, of pieces that are larger', () => {
    const bench = leech({ blocks: 128 });
    bench.connectGiver(1, '****');
    expect(bench.said(1).filter((word) => word.startsWith('request'))).toHaveLength(64);
  });
});

describe('a piece that waits at one peer', () => {
  /** Both hold the one piece that is missing; the first is asked for it. */
  const waiting = (): TorrentBench => {
    const bench = leech({ have: '*** ' });
    bench.connectGiver(1, '   *');
    expect(piecesIn(bench.said(1), 'request')).toEqual([3]);
    return bench;
  };

  it('is asked of another that has nothing else to send, after 300 ms', () => {
    const bench = leech({ have: '**  ' });
    bench.connectGiver(1, '  **');
    bench.said(1);
    bench.wait(299);
    bench.connectGiver(2, '  * ');
    bench.wait(2_000);
    const [first, second] = [bench.said(1), bench.said(2)];
    const moved = piecesIn(first, 'cancel');
    if (moved.length > 0) expect(piecesIn(second, 'request')).toEqual(moved);
    expect(piecesIn(second, 'request')).toEqual([2]);
  });

  it('stays where it is when something of it has come', () => {
    const bench = waiting();
    bench.give(1, 3, 0);
    bench.connectGiver(2, '   *');
    bench.wait(2_000);
    expect(piecesIn(bench.said(1), 'cancel')).toEqual([]);
  });

  it('goes whole: it is taken back there, and asked for here', () => {
    const bench = waiting();
    bench.wait(400);
    bench.connectGiver(2, '   *');
    bench.wait(1_100);
    const [first, second] = [bench.said(1), bench.said(2)];
    expect(first.filter((word) => word.startsWith('cancel'))).toHaveLength(8);
    expect(second.filter((word) => word.startsWith('request'))).toHaveLength(8);
    bench.torrent.checkInvariants();
  });
});
