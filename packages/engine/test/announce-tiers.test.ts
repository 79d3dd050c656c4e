import { describe, expect, it } from 'vitest';
import { TorrentBench } from './torrent-bench.ts';

/** Seconds. */
const INTERVAL = 1_800;

/** The announces of a seed, which comes again only when an interval is over. */
class Rounds {
  readonly #bench: TorrentBench;
  #seen = 0;

  constructor(tiers: readonly (readonly string[])[]) {
    this.#bench = new TorrentBench({ have: '**', trackers: tiers });
  }

  /** Who is asked in the announce that is due now, in order, when only some trackers can be reached. */
  round(...reachable: string[]): string[] {
    const asked: string[] = [];
    for (let tracker = this.#next(); tracker !== undefined; tracker = this.#next()) {
      asked.push(tracker);
      if (reachable.includes(tracker)) {
        this.#bench.handle({ type: 'announce-answered', tracker, answer: { interval: INTERVAL, peers: [] } });
      } else this.#bench.handle({ type: 'announce-failed', tracker, reason: 'connection refused' });
    }
    this.#bench.wait(INTERVAL * 1_000);
    return asked;
  }

  #next(): string | undefined {
    const announces = this.#bench.of('announce');
    return announces.length > this.#seen ? announces[this.#seen++]?.tracker : undefined;
  }
}

describe('the examples of BEP 12', () => {
  it('tracker1, then backup1, then backup2, and in the same order on each announce', () => {
    const rounds = new Rounds([['tracker1'], ['backup1'], ['backup2']]);
    expect(rounds.round('tracker1', 'backup1', 'backup2')).toEqual(['tracker1']);
    expect(rounds.round('backup1', 'backup2')).toEqual(['tracker1', 'backup1']);
    expect(rounds.round('backup2')).toEqual(['tracker1', 'backup1', 'backup2']);
    expect(rounds.round('tracker1', 'backup1', 'backup2')).toEqual(['tracker1']);
  });

  it('of three trackers in one tier the one that answers comes to the front, and stays there', () => {
    const rounds = new Rounds([['tracker1', 'tracker2', 'tracker3']]);
    expect(rounds.round('tracker2', 'tracker3')).toEqual(['tracker1', 'tracker2']);
    expect(rounds.round('tracker1', 'tracker2', 'tracker3')).toEqual(['tracker2']);
    expect(rounds.round('tracker3')).toEqual(['tracker2', 'tracker1', 'tracker3']);
    expect(rounds.round('tracker1')).toEqual(['tracker3', 'tracker2', 'tracker1']);
    expect(rounds.round('tracker2')).toEqual(['tracker1', 'tracker3', 'tracker2']);
  });

  it('both trackers of the first tier are tried on each announce before backup1', () => {
    const rounds = new Rounds([['tracker1', 'tracker2'], ['backup1']]);
    expect(rounds.round('backup1')).toEqual(['tracker1', 'tracker2', 'backup1']);
    expect(rounds.round('tracker2', 'backup1')).toEqual(['tracker1', 'tracker2']);
    expect(rounds.round('backup1')).toEqual(['tracker2', 'tracker1', 'backup1']);
    expect(rounds.round('backup1')).toEqual(['tracker2', 'tracker1', 'backup1']);
  });
});

describe('the order inside a tier', () => {
  it('is never shuffled again: it was when the list was read', () => {
    const tier = Array.from({ length: 12 }, (_, i) => `tracker${i}`);
    const rounds = new Rounds([tier, ['backup']]);
    for (let i = 0; i < 10; i++) expect(rounds.round('backup')).toEqual([...tier, 'backup']);
  });
});
