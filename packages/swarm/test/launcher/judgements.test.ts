import { describe, expect, test } from 'vitest';
import { judgeMachine } from '../../src/launcher/judge-machine.ts';
import { limiterLeak } from '../../src/launcher/limiter-leak.ts';
import { checkLinks } from '../../src/launcher/link-checks.ts';
import { unreachablePeers } from '../../src/launcher/unreachable-peers.ts';
import { figureLines } from '../../src/result-lines.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { planRun } from '../../src/scenario/plan-run.ts';
import { figuresOf, summaryOf } from '../support/summaries.ts';

describe('a network that is cut', () => {
  test('keeps the peers of each side from those of the others, and from nobody else', () => {
    const cut = unreachablePeers([['a', 'b'], ['c'], ['d']]);
    expect(Object.fromEntries(cut)).toEqual({ a: ['c', 'd'], b: ['c', 'd'], c: ['a', 'b', 'd'], d: ['a', 'b', 'c'] });
  });
});

describe('a limiter leaks', () => {
  const bound = { applies: true, time: 32_000, by: 'seeds' } as const;

  test.each([
    ['not at the bound', 32_000, undefined],
    ['not within 3 % and a burst of 50 ms', 31_000, undefined],
    ['where a run is faster than that', 30_900, 'a limiter leaks: the run beats the bound of its links by 3 %'],
  ])('%s', (_, lastCompletion, expected) => {
    expect(limiterLeak(figuresOf({ bound, lastCompletion }))).toBe(expected);
  });

  test('not where there is no bound, or not all are complete', () => {
    expect(limiterLeak(figuresOf({ lastCompletion: 1 }))).toBeUndefined();
    expect(limiterLeak(figuresOf({ bound }))).toBeUndefined();
  });
});

describe('the machine of a run', () => {
  const quiet = { lateness: 3, cpu: 0.2 };
  const loads = { processors: 2, seconds: Array<number>(20).fill(0.4), processes: Array(20).fill(quiet) };

  test('is believed while it has time left, a rush at the start notwithstanding', () => {
    const { believed, busiest } = judgeMachine({ ...loads, seconds: [1, 1, ...loads.seconds] }, true);
    expect([believed, busiest]).toEqual([true, 1]);
  });

  test('is believed where a run takes a small machine for itself now and then, and not beside a busy loop for each processor', () => {
    const late = [...Array(6).fill({ lateness: 101, cpu: 0.1 }), ...Array(94).fill(quiet)];
    const seconds = (full: number) => [...Array(full).fill(0.98), ...Array(36 - full).fill(0.75)];
    expect(judgeMachine({ ...loads, seconds: seconds(16), processes: late }, true).doubts).toEqual([]);
    expect(judgeMachine({ ...loads, seconds: seconds(36), processes: late }, true).doubts).toEqual([
      'all processors were taken in 100 % of the seconds',
    ]);
  });

  test.each([
    [{ ...loads, seconds: [0.99, 0.96, 0.4] }, 'all processors were taken in 67 % of the seconds'],
    [{ ...loads, processes: [{ lateness: 0, cpu: 0.99 }] }, 'processes of peers had a processor to the full'],
    [{ ...loads, processes: [{ lateness: 101, cpu: 0 }] }, 'event loops were more than 100 ms late in 100 %'],
  ])('is doubted when it was too busy: %#', (busy, words) => {
    expect(judgeMachine(busy, true)).toMatchObject({ believed: false, doubts: [expect.stringContaining(words)] });
  });

  test('is not doubted where it is the machine that sets the pace', () => {
    expect(judgeMachine({ ...loads, seconds: [1, 1, 1] }, false)).toMatchObject({ believed: true, doubts: [] });
  });
});

describe('links', () => {
  const parsed = parseScenario(`
defaults: { link: { upload: 1000 } }
peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 6 }]
timeline: [{ at: 1s, link: leech-3, to: { upload: 10 } }, { at: 1s, pause: leech-4 }]
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const plan = planRun(parsed.scenario, 1, { length: 1 });
  const use = (time: number, bytes: number) => ({ bytes, busy: time, busyBytes: bytes, longest: { time, bytes } });

  test('are compared with their rates where they were busy for long enough, and neither changed nor stood still', () => {
    const checks = checkLinks(
      plan,
      new Map([
        ['seed-1', { upload: use(20_000, 20_500), download: use(20_000, 1) }],
        ['leech-1', { upload: use(10_000, 10_400), download: use(0, 0) }],
        ['leech-2', { upload: use(9_999, 9_200), download: use(0, 0) }],
        ['leech-3', { upload: use(20_000, 1), download: use(0, 0) }],
        ['leech-4', { upload: use(20_000, 1), download: use(0, 0) }],
        ['leech-5', { upload: use(1_999, 1), download: use(0, 0) }],
      ]),
    );
    const asked = { direction: 'upload', asked: 1_000 };
    const judged = { ...asked, unjudged: null };
    const open = { ...asked, reached: null, tolerance: null, ok: null };
    const nearly = (9_200 * 1_000) / 9_999;
    expect(checks).toEqual([
      { ...judged, peer: 'seed-1', reached: 1_025, busy: 20_000, tolerance: 0.03, ok: true },
      { ...judged, peer: 'leech-1', reached: 1_040, busy: 10_000, tolerance: 0.03, ok: false },
      { ...judged, peer: 'leech-2', reached: nearly, busy: 9_999, tolerance: 0.1, ok: true },
      { ...open, peer: 'leech-3', busy: 20_000, unjudged: 'changed' },
      { ...open, peer: 'leech-4', busy: 20_000, unjudged: 'paused' },
      { ...open, peer: 'leech-5', busy: 1_999, unjudged: 'never busy for 2 s without a pause' },
      { ...open, peer: 'leech-6', busy: 0, unjudged: 'of which nothing was heard' },
    ]);
    expect(figureLines(summaryOf({ figures: null, links: checks }))).toEqual([
      'links: 1 of 2 that were busy for 10 s reached their rate within 3 %; 1 of 1 that were busy for 2 s reached their rate within 10 %; leech-1 upload 1.02KiB/s of 1000B/s; not judged: 1 changed, 1 paused, 1 never busy for 2 s without a pause, 1 of which nothing was heard',
    ]);
    expect(figureLines(summaryOf({ figures: null, links: checks.slice(3, 5) }))).toEqual([
      'links: none of 2 could be judged (1 changed, 1 paused)',
    ]);
  });
});
