import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

/** Connections that we have unchoked. */
const unchoked = (bench: TorrentBench): number[] =>
  bench.torrent
    .sessions()
    .filter((session) => !session.amChoking)
    .map((session) => session.key);

/** The peer sends the oldest block that it is asked for; pieces have four blocks here. */
function giveOne(bench: TorrentBench, key: number): void {
  const number = bench.torrent
    .sessions()
    .find((session) => session.key === key)
    ?.pipeline.blocks()[0];
  if (number === undefined) throw new Error(`peer ${key} is asked for nothing`);
  bench.give(key, Math.floor(number / 4), number % 4);
}

/** Peers 1 to n, all interested; they hold nothing by default. */
function crowd(count: number, settings: ConstructorParameters<typeof TorrentBench>[0], holds?: string): TorrentBench {
  const bench = new TorrentBench(settings);
  for (let key = 1; key <= count; key++) bench.connect(key, holds === undefined ? {} : { holds });
  for (let key = 1; key <= count; key++) bench.tell(key, 'interested');
  return bench;
}

describe('slots', () => {
  it('of a leech go to those who send it most', () => {
    const bench = crowd(6, { have: '        ', blocks: 4, uploadSlots: 3, optimisticInterval: 1e9 });
    expect(unchoked(bench)).toEqual([1, 2, 3]);
    for (const key of [5, 6]) {
      for (let piece = 0; piece < 8; piece++) bench.tell(key, { type: 'have', piece });
      bench.tell(key, 'unchoke');
      giveOne(bench, key);
    }
    bench.wait(10_000);
    expect(unchoked(bench)).toEqual([1, 5, 6]);
  });

  it('of a seed go to those who take most', () => {
    const bench = crowd(5, { have: '**', blocks: 4, uploadSlots: 3, optimisticInterval: 1e9 });
    expect(unchoked(bench)).toEqual([1, 2, 3]);
    bench.ask(3, 0, 0);
    bench.handle({ type: 'block-sent', peer: 3, length: BLOCK_LENGTH });
    bench.wait(10_000);
    expect(unchoked(bench)).toContain(3);
    expect(unchoked(bench)).not.toContain(2);
  });

  it('are lost by a peer that snubs us, and regained with its next block', () => {
    const bench = new TorrentBench({ have: '    ', blocks: 4, uploadSlots: 2, optimisticInterval: 1e9 });
    for (const key of [1, 2, 3]) bench.connect(key, { holds: '****' });
    for (const key of [2, 1, 3]) bench.tell(key, 'interested');
    bench.tell(1, 'unchoke');
    giveOne(bench, 1);
    bench.wait(59_000);
    expect(unchoked(bench)).toEqual([1, 2]);
    for (const key of [1, 2, 3]) bench.tell(key, 'keep-alive');
    bench.wait(12_000);
    expect(unchoked(bench)).toEqual([2, 3]);
    bench.disconnect(3);
    expect(unchoked(bench)).toEqual([2]);
    giveOne(bench, 1);
    expect(unchoked(bench)).toEqual([1, 2]);
  });

  it('are given to a peer that snubbed us once we want nothing of it any more', () => {
    const bench = new TorrentBench({ have: '  ', blocks: 4, uploadSlots: 2 });
    bench.connectGiver(1, '* ');
    bench.wait(61_000);
    expect(bench.torrent.sessions()[0]?.snubbed).toBe(true);
    bench.tell(1, 'choke');
    bench.connectGiver(2, '* ');
    bench.tell(2, 'interested');
    bench.tell(1, 'interested');
    expect(unchoked(bench)).toEqual([2]);
    for (let block = 0; block < 4; block++) giveOne(bench, 2);
    bench.handle({ type: 'piece-verified', piece: 0 });
    bench.wait(10_000);
    expect(unchoked(bench)).toEqual([1, 2]);
  });

  it('that their peers ask nothing for are given to those who wait, where peers are served in turn', () => {
    for (const choker of ['turns', 'bep3'] as const) {
      const bench = crowd(3, { have: '****', uploadSlots: 2, choker }, '   *');
      expect(unchoked(bench)).toEqual([1, 2]);
      bench.wait(1_000);
      for (const block of [0, 1]) bench.ask(1, 0, block);
      bench.wait(2_500);
      expect(unchoked(bench)).toEqual(choker === 'turns' ? [1, 3] : [1, 2]);
    }
  });

  it('of a peer that takes nothing of what it asked for are given to those who wait', () => {
    const bench = crowd(3, { have: '****', uploadSlots: 2, choker: 'turns' }, '   *');
    for (const key of [1, 2]) bench.ask(key, 0, 0);
    for (let seconds = 0; seconds < 6; seconds++) {
      bench.wait(1_000);
      bench.handle({ type: 'block-sent', peer: 2, length: BLOCK_LENGTH });
      bench.ask(2, 0, 1);
    }
    expect(unchoked(bench)).toEqual([2, 3]);
  });

  it('of a peer that we send away are free at once', () => {
    const bench = crowd(3, { have: '****', uploadSlots: 2 });
    expect(unchoked(bench)).toEqual([1, 2]);
    bench.tell(2, { type: 'have', piece: 99 });
    expect(bench.said(3)).toContain('unchoke');
  });

  it('have rounds from the first peer on, so that nobody is judged at once', () => {
    const bench = new TorrentBench({ have: '**', uploadSlots: 1 });
    bench.wait(3_600_000);
    bench.connect(1);
    bench.tell(1, 'interested');
    bench.connect(2);
    bench.tell(2, 'interested');
    bench.wait(29_999);
    expect(unchoked(bench)).toEqual([1]);
    bench.wait(1);
    expect(unchoked(bench)).toEqual([2]);
    bench.disconnect(1);
    bench.disconnect(2);
    bench.wait(3_600_005);
    bench.connect(3);
    bench.tell(3, 'interested');
    bench.connect(4);
    bench.tell(4, 'interested');
    bench.wait(29_999);
    expect(unchoked(bench)).toEqual([3]);
  });
});

describe('the trace of the choker', () => {
  it('is not told while nobody is there', () => {
    const bench = new TorrentBench({ have: '**', trackers: [['a']], traceDecisions: true });
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: { interval: 1_800, peers: [] } });
    bench.wait(3_600_000);
    expect(bench.events('choke-decisions')).toEqual([]);
  });

  it('says since when a peer has had a slot, or none', () => {
    const bench = crowd(2, { have: '**', uploadSlots: 1, traceDecisions: true });
    bench.wait(40_000);
    const last = bench.events('choke-decisions').at(-1);
    const sinceOf = (wasUnchoked: boolean): number | undefined =>
      last?.candidates.find((candidate) => candidate.wasUnchoked === wasUnchoked)?.since;
    // They changed places at the third round.
    expect([sinceOf(true), sinceOf(false)]).toEqual([31_000, 31_000]);
  });
});

it('upload-rate does not mind being snubbed', () => {
  const bench = new TorrentBench({ have: '    ', blocks: 4, choker: 'upload-rate', traceDecisions: true });
  bench.connectGiver(1, '****');
  bench.tell(1, 'interested');
  bench.wait(61_000);
  expect(bench.torrent.sessions()[0]?.snubbed).toBe(true);
  bench.tell(1, 'keep-alive');
  bench.wait(30_000);
  expect(unchoked(bench)).toEqual([1]);
  expect(bench.events('choke-decisions').at(-1)?.candidates).toMatchObject([{ snubbed: false, unchoked: true }]);
});

it('gives 20 interested peers on one slot the same time within 5 %, over 30 minutes', () => {
  const MINUTE = 60_000;
  const bench = crowd(20, { have: '**', uploadSlots: 1 });
  const times = new Map<number, number>();
  for (let second = 0; second < 30 * 60; second++) {
    for (const key of unchoked(bench)) times.set(key, (times.get(key) ?? 0) + 1_000);
    bench.wait(1_000);
    if (second % 60 === 0) for (let key = 1; key <= 20; key++) bench.tell(key, 'keep-alive');
  }
  expect(times.size).toBe(20);
  for (const time of times.values()) {
    expect(Math.abs(time - (30 * MINUTE) / 20)).toBeLessThanOrEqual(0.05 * ((30 * MINUTE) / 20));
  }
});
