import { describe, expect, test } from 'vitest';
import { resultTable, summaryLine } from '../src/result-table.ts';
import type { PeerSummary } from '../src/run-summary.ts';
import { figuresOf, peerOf, summaryOf } from './support/summaries.ts';

const leech = (changes: Partial<PeerSummary>): PeerSummary => peerOf({ received: 67_108_864, ...changes });

const seed = peerOf({ name: 'seed-1', group: 'seed', role: 'seed' });
const result = (leeches: readonly PeerSummary[], changes: Parameters<typeof summaryOf>[0] = {}) =>
  summaryOf({ peers: [seed, ...leeches], figures: figuresOf({ lastCompletion: 13_000 }), ...changes });
const two = [
  leech({ startedAt: 10, completedAt: 1_630, fromSeeds: 20_803_748 }),
  leech({ name: 'leech-10', startedAt: 0, completedAt: 12_300, fromSeeds: 20_803_748 }),
];

test('a run as a table', () => {
  expect(resultTable(result(two)).join('\n')).toBe(
    [
      'leech      time       rate  from seeds  from leeches  sha-256',
      'leech-1   1.62s  39.5MiB/s         31%           69%  equal',
      'leech-10  12.3s   5.2MiB/s         31%           69%  equal',
    ].join('\n'),
  );
});

test('what never came about is a dash, what differs is named', () => {
  const none = { startedAt: null, completedAt: null, verified: null };
  const leeches = [
    leech({ ...none, received: 20_000_000 }),
    leech({ ...none, name: 'leech-3' }),
    leech({
      name: 'leech-2',
      startedAt: 0,
      completedAt: 1_620,
      fromSeeds: 20_803_748,
      verified: false,
      differs: 'x/y',
    }),
  ];
  expect(
    resultTable(result(leeches))
      .slice(1)
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual([
    'leech-1 - - 0% 100% incomplete, 29%',
    'leech-3 - - 0% 100% not checked',
    'leech-2 1.62s 39.5MiB/s 31% 69% differs: x/y',
  ]);
});

test('many leeches are told group by group', () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    leech({ name: `far-${index}`, group: 'far', startedAt: 0, completedAt: 1_000 * (index + 1), fromSeeds: 0 }),
  );
  expect(resultTable(result(many)).join('\n')).toBe(
    [
      'group  peers  complete  first  median  last  from seeds  check',
      'far       50        50     1s     25s   50s          0%  50 equal',
    ].join('\n'),
  );
});

describe('the last line', () => {
  test('of a run that is verified says how long it took', () => {
    expect(summaryLine(result(two))).toBe(
      "verified: 2 leeches hold exactly the source's 64MiB after 13s; 1 seed sent 1.93 copies",
    );
  });

  test('says how many are not there, where that was no failure', () => {
    const left = leech({ name: 'leech-2', verified: null });
    expect(summaryLine(result([...two, left], { figures: figuresOf({ lastCompletion: null }) }))).toBe(
      "verified: 2 of 3 leeches hold exactly the source's 64MiB; 1 seed sent 1.93 copies",
    );
  });

  test('of any other run never says verified first', () => {
    const line = summaryLine(result(two, { outcome: 'interrupted', reason: 'interrupted by SIGINT' }));
    expect(line).toBe('interrupted by SIGINT; 2 of 2 leeches verified');
  });

  test('counts the leeches that were wanted, also when none came to be', () => {
    const never = Array.from({ length: 8 }, () => leech({ verified: null, received: 0 }));
    const line = summaryLine(result(never, { outcome: 'failed', reason: 'no room', figures: null }));
    expect(line).toBe('no room; 0 of 8 leeches verified');
  });
});
