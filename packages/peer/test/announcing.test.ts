import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Announcing } from '../src/io/tracker/announcing.ts';
import type { AnnounceOutcome } from '../src/io/tracker/tracker-client.ts';
import { TrackerNotices } from '../src/io/tracker/tracker-notices.ts';
import { silentLogger } from '../src/logger.ts';

const ANSWER: AnnounceOutcome = { ok: true, answer: { interval: 1800, peers: [] } };

/** Trackers that answer what they are told to. */
class Bench {
  readonly lines: string[] = [];
  /** `event timeout` of each announce that reached a tracker. */
  readonly asked: string[] = [];
  outcome: AnnounceOutcome | Promise<AnnounceOutcome> = ANSWER;
  readonly #announcing: Announcing;

  constructor() {
    const write =
      (level: string) =>
      (_: unknown, text: string): void =>
        void this.lines.push(`${level} ${text}`);
    const log = { ...silentLogger, info: write('info'), warn: write('warn') };
    const clients = {
      announce: async (_: string, { event }: { event?: string }, timeout: number): Promise<AnnounceOutcome> => {
        this.asked.push(`${event ?? 'periodic'} ${timeout}`);
        return this.outcome;
      },
    };
    this.#announcing = new Announcing(
      { clients, notices: new TrackerNotices(log, 'film') },
      { infoHash: new Uint8Array(20), peerId: new Uint8Array(20), port: 1, key: '01020304' },
    );
  }

  announce(event?: 'started' | 'completed' | 'stopped'): Promise<AnnounceOutcome> {
    return new Promise((resolve) => {
      const amounts = { uploaded: 0, downloaded: 0, left: 0, numwant: 50, trackerId: undefined };
      this.#announcing.announce({ type: 'announce', tracker: 'http://a/', event, ...amounts }, resolve);
    });
  }

  leave(): Promise<void> {
    this.#announcing.leave();
    return this.#announcing.settled();
  }
}

describe('an announce', () => {
  it('waits a minute for its answer, a `stopped` 3 s', async () => {
    const bench = new Bench();
    await bench.announce('started');
    await bench.announce();
    await bench.announce('stopped');
    expect(bench.asked).toEqual(['started 60000', 'periodic 60000', 'stopped 3000']);
  });

  it('that is answered in the moment after the torrent is left was heard', async () => {
    const bench = new Bench();
    let answer = (_: AnnounceOutcome): void => {};
    bench.outcome = new Promise((resolve) => {
      answer = resolve;
    });
    const outcome = bench.announce('completed');
    const settled = bench.leave();
    answer({ ok: true, answer: { interval: 1800, peers: [] } });
    await settled;
    expect(await outcome).toMatchObject({ ok: true });
  });

  it('that is under way longer when the torrent is left is given up', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const bench = new Bench();
    let answer = (_: AnnounceOutcome): void => {};
    bench.outcome = new Promise((resolve) => {
      answer = resolve;
    });
    const outcome = bench.announce('started');
    const settled = bench.leave();
    vi.advanceTimersByTime(1_000);
    answer({ ok: false, reason: 'aborted' });
    await settled;
    expect(await outcome).toEqual({ ok: false, reason: 'given up, because the torrent is left' });
    expect(bench.lines).toEqual([]);
  });
});

describe('what a tracker says', () => {
  it('is shown once, until it says something else or has answered', async () => {
    const bench = new Bench();
    for (const reason of ['not registered', 'not registered', 'closed', 'not registered']) {
      bench.outcome = { ok: false, reason };
      await bench.announce('started');
    }
    bench.outcome = ANSWER;
    await bench.announce('started');
    await bench.announce();
    bench.outcome = { ok: false, reason: 'not registered' };
    await bench.announce();
    expect(bench.lines).toEqual([
      'warn announce failed: not registered',
      'warn announce failed: closed',
      'warn announce failed: not registered',
      'info the tracker answers again',
      'warn announce failed: not registered',
    ]);
  });

  it('names the time for which it wants to be left alone (BEP 31)', async () => {
    for (const [retryIn, words] of [
      [900, 'it is asked again in 15 min at the earliest'],
      [Number.POSITIVE_INFINITY, 'it is not asked again'],
    ] as const) {
      const bench = new Bench();
      bench.outcome = { ok: false, reason: 'overloaded', retryIn };
      expect(await bench.announce('started')).toEqual(bench.outcome);
      expect(bench.lines).toEqual([`warn announce failed: overloaded; ${words}`]);
    }
  });

  it('as a warning is shown once, beside its answer', async () => {
    const bench = new Bench();
    for (const warning of ['old client', 'old client', 'very old client']) {
      bench.outcome = { ok: true, answer: { interval: 1800, peers: [], warning } };
      expect(await bench.announce()).toEqual(bench.outcome);
    }
    expect(bench.lines).toEqual(['warn the tracker warns: old client', 'warn the tracker warns: very old client']);
  });

  it('to a goodbye is of no interest', async () => {
    const bench = new Bench();
    bench.outcome = { ok: false, reason: 'no answer within 3 s' };
    await bench.announce('stopped');
    expect(bench.lines).toEqual([]);
  });
});
