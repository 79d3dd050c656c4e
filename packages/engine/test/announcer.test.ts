import type { AnnounceAnswer } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

const INTERVAL = 1_800;
const answer = (facts: Partial<AnnounceAnswer> = {}): AnnounceAnswer => ({ interval: INTERVAL, peers: [], ...facts });

/** Announces since the last look, as `tracker event`. */
class Announces {
  readonly bench: TorrentBench;
  #seen = 0;

  constructor(bench: TorrentBench) {
    this.bench = bench;
  }

  next(): string[] {
    const all = this.bench.of('announce');
    const fresh = all.slice(this.#seen).map(({ tracker, event }) => `${tracker} ${event ?? 'periodic'}`);
    this.#seen = all.length;
    return fresh;
  }

  answer(tracker: string, facts: Partial<AnnounceAnswer> = {}): string[] {
    this.bench.handle({ type: 'announce-answered', tracker, answer: answer(facts) });
    return this.next();
  }

  fail(tracker: string): string[] {
    this.bench.handle({ type: 'announce-failed', tracker, reason: 'refused' });
    return this.next();
  }

  after(seconds: number): string[] {
    this.bench.wait(seconds * 1_000);
    return this.next();
  }
}

/** A seed asks again only when the interval is over, so that nothing else is in the way. */
const seed = (trackers: readonly (readonly string[])[]): Announces =>
  new Announces(new TorrentBench({ have: '**', trackers }));

const leech = (trackers: readonly (readonly string[])[]): Announces => {
  const bench = new TorrentBench({ have: '* ', blocks: 1, trackers });
  return new Announces(bench);
};

const finish = ({ bench }: Announces): void => {
  bench.connectGiver(1, '**');
  bench.give(1, 1, 0);
  bench.handle({ type: 'piece-verified', piece: 1 });
};

describe('events', () => {
  it('are `started` once, and `completed` never when it was complete at the start', () => {
    const announces = seed([['a']]);
    expect(announces.next()).toEqual(['a started']);
    expect(announces.answer('a')).toEqual([]);
    expect(announces.after(INTERVAL)).toEqual(['a periodic']);
    expect(announces.answer('a')).toEqual([]);
    expect(announces.after(INTERVAL - 1)).toEqual([]);
    expect(announces.after(1)).toEqual(['a periodic']);
  });

  it('are `completed` at once when the download ends, and once', () => {
    const announces = leech([['a']]);
    announces.answer('a');
    announces.next();
    finish(announces);
    expect(announces.next()).toEqual(['a completed']);
    expect(announces.bench.of('announce').at(-1)).toMatchObject({ left: 0, uploaded: 0 });
    expect(announces.answer('a')).toEqual([]);
    expect(announces.after(INTERVAL)).toEqual(['a periodic']);
  });

  it('are `completed` behind the answer to `started` that is awaited', () => {
    const announces = leech([['a']]);
    announces.next();
    finish(announces);
    expect(announces.next()).toEqual([]);
    expect(announces.answer('a')).toEqual(['a completed']);
  });

  it('are tried again until the tracker has heard them', () => {
    const announces = leech([['a']]);
    expect(announces.next()).toEqual(['a started']);
    announces.fail('a');
    expect(announces.after(2)).toEqual(['a started']);
    announces.answer('a');
    finish(announces);
    expect(announces.next()).toEqual(['a completed']);
    announces.fail('a');
    expect(announces.after(2)).toEqual(['a completed']);
    announces.answer('a');
    expect(announces.after(INTERVAL)).toEqual(['a periodic']);
  });

  it('are told to a tracker that takes the place of another from the first on', () => {
    const announces = leech([['a', 'b']]);
    announces.answer('a');
    announces.bench.connect(9);
    announces.next();
    announces.after(INTERVAL);
    expect(announces.fail('a')).toEqual(['b started']);
  });
});

describe('stopped', () => {
  it('is told to every tracker that knows us, and to no other', () => {
    const announces = seed([['a', 'b'], ['c']]);
    announces.fail('a');
    announces.answer('b');
    announces.after(INTERVAL);
    announces.fail('b');
    announces.fail('a');
    announces.answer('c');
    announces.next();
    announces.bench.handle({ type: 'stop' });
    expect(announces.next().sort()).toEqual(['b stopped', 'c stopped']);
    expect(announces.bench.of('announce').at(-1)).toMatchObject({ numwant: 0 });
    announces.answer('b');
    announces.fail('c');
    expect(announces.bench.events('announced').at(-1)).toMatchObject({ tracker: 'b', event: 'stopped' });
    expect(announces.bench.events('announce-failed').at(-1)).toMatchObject({ tracker: 'c', event: 'stopped' });
  });

  it('waits behind a later announce that is under way just the same', () => {
    const announces = seed([['a']]);
    announces.answer('a');
    announces.next();
    expect(announces.after(INTERVAL)).toEqual(['a periodic']);
    announces.bench.handle({ type: 'stop' });
    expect(announces.next()).toEqual([]);
    expect(announces.fail('a')).toEqual(['a stopped']);
  });

  it.each(['answer', 'fail'] as const)('waits behind an announce that is under way, until it is over by %s', (end) => {
    const announces = seed([['a']]);
    announces.next();
    announces.bench.handle({ type: 'stop' });
    expect(announces.next()).toEqual([]);
    expect(announces[end]('a')).toEqual(['a stopped']);
    expect(announces[end]('a')).toEqual([]);
    expect(announces[end]('a')).toEqual([]);
    const told = [...announces.bench.events('announced'), ...announces.bench.events('announce-failed')];
    expect(told.map(({ event }) => event)).toEqual(['started', 'stopped']);
  });
});

describe('one announce at a time', () => {
  it('is under way, whatever happens meanwhile', () => {
    const announces = leech([['a'], ['b']]);
    expect(announces.next()).toEqual(['a started']);
    finish(announces);
    expect(announces.after(100_000)).toEqual([]);
    expect(announces.answer('b')).toEqual([]);
    expect(announces.fail('b')).toEqual([]);
    expect(announces.bench.events('announced')).toEqual([]);
  });
});

describe('tiers (BEP 12)', () => {
  it('are tried in order, and in a tier each tracker in order', () => {
    const announces = seed([['a', 'b'], ['c'], ['d', 'a']]);
    expect(announces.next()).toEqual(['a started']);
    expect(announces.fail('a')).toEqual(['b started']);
    expect(announces.fail('b')).toEqual(['c started']);
    expect(announces.fail('c')).toEqual(['d started']);
    expect(announces.fail('d')).toEqual([]);
    expect(announces.after(2)).toEqual(['a started']);
  });

  it('have the tracker that answered in front', () => {
    const announces = seed([['a', 'b', 'c']]);
    announces.fail('a');
    announces.fail('b');
    announces.answer('c');
    announces.next();
    expect(announces.after(INTERVAL)).toEqual(['c periodic']);
    expect(announces.fail('c')).toEqual(['a started']);
  });

  it('of backups are used only when all before them fail', () => {
    const announces = seed([['a'], ['b']]);
    announces.fail('a');
    announces.answer('b');
    announces.next();
    expect(announces.after(INTERVAL)).toEqual(['a started']);
    expect(announces.fail('a')).toEqual(['b periodic']);
  });

  it('may be none at all', () => {
    const announces = leech([]);
    finish(announces);
    expect(announces.after(10_000)).toEqual([]);
    announces.bench.handle({ type: 'stop' });
    expect(announces.next()).toEqual([]);
  });
});

describe('pauses', () => {
  it('double after all trackers failed, up to ten minutes, and start anew with an answer', () => {
    const announces = seed([['a']]);
    announces.next();
    const waits: number[] = [];
    for (let times = 0; times < 11; times++) {
      announces.fail('a');
      waits.push((announces.bench.torrent.nextWake() - announces.bench.now) / 1_000);
      expect(announces.after(waits.at(-1) ?? 0)).toEqual(['a started']);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
    announces.answer('a');
    announces.after(INTERVAL);
    announces.fail('a');
    expect(announces.after(2)).toEqual(['a periodic']);
  });

  it('are a second at least, whatever the tracker says, and never shorter than its minimum', () => {
    const announces = seed([['a']]);
    announces.next();
    announces.answer('a', { interval: 0 });
    expect(announces.bench.torrent.nextWake() - announces.bench.now).toBe(1_000);
    announces.after(1);
    announces.answer('a', { interval: 10, minInterval: 40 });
    expect(announces.after(39)).toEqual([]);
    expect(announces.after(1)).toEqual(['a periodic']);
  });

  it('end early for a download that has no peer, after a minute or the minimum of the tracker', () => {
    const announces = leech([['a']]);
    announces.answer('a');
    announces.next();
    expect(announces.after(59)).toEqual([]);
    expect(announces.after(1)).toEqual(['a periodic']);
    announces.answer('a', { minInterval: 300 });
    expect(announces.after(299)).toEqual([]);
    expect(announces.after(1)).toEqual(['a periodic']);
    announces.answer('a', { minInterval: 5 });
    announces.bench.connect(1);
    expect(announces.after(100)).toEqual([]);
    announces.bench.disconnect(1);
    expect(announces.after(0)).toEqual(['a periodic']);
  });

  it('do not end early for a seed', () => {
    const announces = seed([['a']]);
    announces.answer('a');
    announces.next();
    expect(announces.after(INTERVAL - 1)).toEqual([]);
  });

  it('keep their spacing over 10,000 seconds', () => {
    const bench = new TorrentBench({ have: '**', trackers: [['a']] });
    const times: number[] = [];
    const end = bench.now + 10_000_000;
    for (let seen = 0; bench.now < end; ) {
      const announces = bench.of('announce').length;
      if (announces > seen) {
        seen = announces;
        times.push(bench.now);
        bench.handle({ type: 'announce-answered', tracker: 'a', answer: answer({ interval: 300 }) });
      } else bench.wait(100);
    }
    expect(times).toHaveLength(34);
    for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBe(300_000);
  });
});

describe('what a tracker says to the user', () => {
  it('is told with its answer', () => {
    const announces = seed([['a']]);
    announces.answer('a', { warning: 'your client is old' });
    expect(announces.bench.events('announced')).toEqual([
      { type: 'announced', tracker: 'a', event: 'started', peers: 0, warning: 'your client is old' },
    ]);
    announces.after(INTERVAL);
    announces.answer('a');
    expect(announces.bench.events('announced')[1]).not.toHaveProperty('warning');
  });
});

describe('what a tracker is told', () => {
  it('is what was moved, what is missing, and the id it gave us', () => {
    const bench = new TorrentBench({ have: ' *', blocks: 2, shortBy: 1_000, trackers: [['a']], numwant: 33 });
    const facts = { uploaded: 0, downloaded: 0, left: 32_768, numwant: 33, trackerId: undefined };
    expect(bench.of('announce')[0]).toMatchObject(facts);
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: answer({ trackerId: 'tid' }) });
    bench.connectGiver(1, '* ');
    bench.give(1, 0, 0);
    bench.disconnect(1);
    bench.wait(60_000);
    expect(bench.of('announce')[1]).toMatchObject({ ...facts, downloaded: 16_384, trackerId: 'tid' });
  });

  it('leads to its peers being dialled', () => {
    const bench = new TorrentBench({ trackers: [['a']], maxHalfOpen: 2 });
    const peers = [1, 2, 3].map((port) => ({ ip: '127.0.0.1', port }));
    bench.handle({ type: 'announce-answered', tracker: 'a', answer: answer({ peers }) });
    const [first, second] = bench.of('dial');
    if (first === undefined || second === undefined) throw new Error('two are dialled at once');
    bench.handle({ type: 'dial-failed', address: first.address, reason: 'refused' });
    expect(
      bench
        .of('dial')
        .map(({ address }) => address.port)
        .toSorted(),
    ).toEqual([1, 2, 3]);
  });
});
