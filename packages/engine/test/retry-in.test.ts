import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

const MINUTE = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

/** A seed that asks again only when it is due. */
const seed = (...tiers: string[][]): TorrentBench => new TorrentBench({ have: '**', trackers: tiers });

const refuse = (bench: TorrentBench, tracker: string, retryIn: number): void =>
  void bench.handle({ type: 'announce-failed', tracker, reason: 'overloaded', retryIn });

const asked = (bench: TorrentBench): string[] =>
  bench.of('announce').map(({ tracker, event }) => `${tracker} ${event ?? 'periodic'}`);

describe('a tracker that asks to be left alone (BEP 31)', () => {
  it('is asked again when its time is over, not when a back-off is', () => {
    const bench = seed(['a']);
    refuse(bench, 'a', 15 * MINUTE);
    bench.wait(15 * MINUTE - 1);
    expect(asked(bench)).toEqual(['a started']);
    bench.wait(1);
    expect(asked(bench)).toEqual(['a started', 'a started']);
    expect(bench.events('announce-failed')).toHaveLength(1);
  });

  it('is passed over while the others are asked', () => {
    const bench = seed(['a'], ['b']);
    refuse(bench, 'a', 60 * MINUTE);
    const answer = { interval: 1_800, peers: [] };
    bench.handle({ type: 'announce-answered', tracker: 'b', answer });
    bench.wait(30 * MINUTE);
    bench.handle({ type: 'announce-answered', tracker: 'b', answer });
    bench.wait(30 * MINUTE);
    expect(asked(bench)).toEqual(['a started', 'b started', 'b periodic', 'a started']);
  });

  it('for ever is never asked again, but told goodbye if it ever let us in', () => {
    const bench = seed(['a']);
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: { interval: 1_800, peers: [] } });
    bench.wait(30 * MINUTE);
    refuse(bench, 'a', NEVER);
    expect(bench.torrent.nextWake()).toBe(NEVER);
    bench.wait(1_000 * MINUTE);
    bench.handle({ type: 'stop' });
    expect(asked(bench)).toEqual(['a started', 'a periodic', 'a stopped']);
  });

  it('does not hear at once of the end of a download', () => {
    const bench = new TorrentBench({ have: '* ', blocks: 1, trackers: [['a']] });
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: { interval: 60, peers: [] } });
    bench.wait(MINUTE);
    refuse(bench, 'a', 10 * MINUTE);
    bench.connectGiver(1, '**');
    bench.give(1, 1, 0);
    bench.handle({ type: 'piece-verified', piece: 1 });
    bench.wait(10 * MINUTE - 1);
    expect(asked(bench)).toEqual(['a started', 'a periodic']);
    bench.wait(1);
    expect(asked(bench)).toEqual(['a started', 'a periodic', 'a completed']);
  });
});
