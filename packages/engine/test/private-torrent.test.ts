import type { PeerAddress } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

const INTERVAL = 1_800;
const address = (last: number): PeerAddress => ({ ip: `127.0.0.${last}`, port: 6881 });

/** A download with the trackers a and b, in tiers of their own; a has answered with the peers 1 and 2. */
function atTracker(isPrivate: boolean): TorrentBench {
  const bench = new TorrentBench({ have: '    ', trackers: [['a'], ['b']], private: isPrivate });
  answer(bench, 'a', [1, 2]);
  return bench;
}

function answer(bench: TorrentBench, tracker: string, peers: number[]): void {
  const peersFound = peers.map(address);
  bench.handle({ type: 'announce-answered', tracker, answer: { interval: INTERVAL, peers: peersFound } });
}

const fail = (bench: TorrentBench, tracker: string): void =>
  void bench.handle({ type: 'announce-failed', tracker, reason: 'down' });

const asked = (bench: TorrentBench): string[] => bench.of('announce').map(({ tracker }) => tracker);
const dialled = (bench: TorrentBench): string[] => bench.of('dial').map(({ address: { ip } }) => ip);
const closed = (bench: TorrentBench): string[] => bench.of('close').map(({ peer, reason }) => `${peer} ${reason}`);

describe('a private torrent (BEP 27)', () => {
  it('leaves all its peers when another tracker answers, and begins with those that this one names', () => {
    const bench = atTracker(true);
    bench.connect(1, { ip: '127.0.0.1', direction: 'outgoing', holds: '*   ' });
    bench.connect(3);
    bench.tell(3, 'interested');
    bench.wait(INTERVAL * 1_000);
    bench.disconnect(3);
    expect(closed(bench)).toContain('1 idle');
    bench.connect(4, { holds: '** ' });
    fail(bench, 'a');
    expect(closed(bench)).not.toContain('4 switched-tracker');
    answer(bench, 'b', [9]);
    expect(closed(bench)).toContain('4 switched-tracker');
    expect(dialled(bench).at(-1)).toBe('127.0.0.9');
    const before = dialled(bench).length;
    bench.disconnect(4);
    bench.disconnect(1);
    bench.handle({ type: 'dial-failed', address: address(2), reason: 'refused' });
    bench.handle({ type: 'dial-failed', address: address(9), reason: 'refused' });
    bench.wait(60_000);
    expect(new Set(dialled(bench).slice(before))).toEqual(new Set(['127.0.0.9']));
  });

  it('refuses the end of a dial that began when the other tracker counted, unless this one names the peer too', () => {
    const bench = atTracker(true);
    expect(dialled(bench).toSorted()).toEqual(['127.0.0.1', '127.0.0.2']);
    bench.wait(INTERVAL * 1_000);
    fail(bench, 'a');
    answer(bench, 'b', [2]);
    bench.connect(1, { ip: '127.0.0.1', direction: 'outgoing' });
    bench.connect(2, { ip: '127.0.0.2', direction: 'outgoing' });
    expect(closed(bench)).toEqual(['1 switched-tracker']);
    bench.disconnect(1);
    expect(bench.torrent.sessions().map(({ key }) => key)).toEqual([2]);
  });

  it('may dial a peer again that the new tracker names, whatever becomes of the old connection', () => {
    const bench = atTracker(true);
    bench.connect(1, { ip: '127.0.0.1', direction: 'outgoing' });
    for (let minute = 0; minute < 30; minute++) {
      bench.wait(60_000);
      bench.tell(1, 'keep-alive');
    }
    fail(bench, 'a');
    answer(bench, 'b', [1]);
    const dials = (): number => dialled(bench).filter((ip) => ip === '127.0.0.1').length;
    expect([closed(bench), dials()]).toEqual([['1 switched-tracker'], 2]);
    bench.disconnect(1);
    // The second dial is still under way: the end of the old connection is no reason for a third.
    bench.wait(10_000);
    expect(dials()).toBe(2);
  });

  it('dials nobody that is barred, whichever tracker names it', () => {
    const bench = atTracker(true);
    // It is ourselves.
    bench.connect(1, { id: 500, ip: '127.0.0.1', direction: 'outgoing' });
    bench.disconnect(1);
    bench.wait(INTERVAL * 1_000);
    fail(bench, 'a');
    answer(bench, 'b', [1]);
    bench.wait(60_000);
    expect(dialled(bench).filter((ip) => ip === '127.0.0.1')).toHaveLength(1);
  });

  it('stays with its tracker until that fails, also when the one before answers again', () => {
    const bench = atTracker(true);
    bench.wait(INTERVAL * 1_000);
    fail(bench, 'a');
    answer(bench, 'b', []);
    bench.connect(5);
    for (let interval = 0; interval < 3; interval++) {
      for (let minute = 0; minute < 30; minute++) {
        bench.wait(60_000);
        bench.tell(5, 'keep-alive');
      }
      answer(bench, 'b', []);
    }
    expect(asked(bench)).toEqual(['a', 'a', 'b', 'b', 'b', 'b']);
    expect(closed(bench)).toEqual([]);
  });

  it('dials nobody that its tracker does not name', () => {
    const bench = atTracker(true);
    bench.handle({ type: 'peers-found', addresses: [address(7)] });
    expect(dialled(bench).toSorted()).toEqual(['127.0.0.1', '127.0.0.2']);
  });
});

it('any other torrent keeps its peers, and begins with the first tier each time (BEP 12)', () => {
  const bench = atTracker(false);
  bench.handle({ type: 'peers-found', addresses: [address(7)] });
  expect(dialled(bench)).toContain('127.0.0.7');
  bench.wait(INTERVAL * 1_000);
  bench.connect(3);
  fail(bench, 'a');
  answer(bench, 'b', []);
  for (let minute = 0; minute < 30; minute++) {
    bench.wait(60_000);
    bench.tell(3, 'keep-alive');
  }
  expect(asked(bench)).toEqual(['a', 'a', 'b', 'a']);
  expect(closed(bench)).toEqual([]);
});
