import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

const KIB = 1024;

/** A seed that has unchoked peer 1. */
function seed(settings = {}): TorrentBench {
  const bench = new TorrentBench({ have: '****', blocks: 64, ...settings });
  bench.connect(1);
  bench.tell(1, 'interested');
  bench.said(1);
  return bench;
}

const request = (bench: TorrentBench, begin: number, length: number): void =>
  bench.tell(1, { type: 'request', piece: 0, begin, length });

const sent = (bench: TorrentBench, length: number): void => void bench.handle({ type: 'block-sent', peer: 1, length });

describe('what is handed over', () => {
  it('is two blocks at first, and the next one when one has left', () => {
    const bench = seed();
    for (let block = 0; block < 6; block++) bench.ask(1, 0, block);
    expect(bench.said(1)).toEqual(['block 0:0', 'block 0:1']);
    sent(bench, BLOCK_LENGTH);
    expect(bench.said(1)).toEqual(['block 0:2']);
  });

  it.each([128 * KIB, 33 * KIB, 32 * KIB + 1])(
    'lets a request of %i bytes through a window of 32 KiB, alone',
    (length) => {
      const bench = seed();
      request(bench, 0, length);
      request(bench, length, length);
      request(bench, 2 * length, 1);
      expect(bench.said(1)).toEqual([`block 0@0+${length}`]);
      sent(bench, length);
      expect(bench.said(1)).toEqual([`block 0@${length}+${length}`]);
      sent(bench, length);
      expect(bench.said(1)).toEqual([`block 0@${2 * length}+1`]);
    },
  );

  it('counts bytes and not requests: odd lengths fill the window exactly', () => {
    const bench = seed();
    for (const [begin, length] of [
      [0, 30 * KIB],
      [1, 2 * KIB],
      [2, 1],
      [3, 1],
    ] as const) {
      request(bench, begin, length);
    }
    expect(bench.said(1)).toEqual(['block 0@0+30720', 'block 0@1+2048']);
    sent(bench, 30 * KIB);
    expect(bench.said(1)).toEqual(['block 0@2+1', 'block 0@3+1']);
  });

  it('keeps the order in which it was asked for, though a smaller one would fit', () => {
    const bench = seed();
    request(bench, 0, 20 * KIB);
    request(bench, 1, 20 * KIB);
    request(bench, 2, 1);
    expect(bench.said(1)).toEqual(['block 0@0+20480']);
  });

  it.each([
    [40, 16],
    [8, 8],
  ])('is a quarter of a second of the measured rate, and %i blocks at most', (most, expected) => {
    const bench = seed({ maxWriteAhead: most * BLOCK_LENGTH });
    // A mebibyte in each of four seconds.
    for (let second = 0; second < 4; second++) {
      for (let block = 0; block < 64; block++) {
        bench.ask(1, 0, block);
        sent(bench, BLOCK_LENGTH);
      }
      bench.now += 1_000;
    }
    bench.said(1);
    for (let block = 0; block < 64; block++) bench.ask(1, 0, block);
    expect(bench.said(1)).toHaveLength(expected);
  });

  it('is forgotten with the connection, and what is told of it later is ignored', () => {
    const bench = seed();
    bench.ask(1, 0, 0);
    bench.disconnect(1);
    sent(bench, BLOCK_LENGTH);
    expect(bench.torrent.stats(bench.now).uploaded).toBe(0);
  });

  it('counts as sent also while the connection ends, but is followed by nothing', () => {
    const bench = seed();
    for (let block = 0; block < 6; block++) bench.ask(1, 0, block);
    bench.said(1);
    bench.tell(1, { type: 'have', piece: 99 });
    sent(bench, BLOCK_LENGTH);
    expect(bench.said(1)).toEqual(['close bad-index']);
    bench.disconnect(1);
    expect(bench.events('disconnected')[0]).toMatchObject({ uploaded: BLOCK_LENGTH });
  });
});
