import { describe, expect, test } from 'vitest';
import { resultTable, summaryLine } from '../src/result-table.ts';
import type { LeechResult, SwarmResult } from '../src/swarm-result.ts';

const leech = (changes: Partial<LeechResult>): LeechResult => ({
  name: 'leech-1',
  bytes: 67_108_864,
  time: 1_620,
  rate: 41_424_000,
  fromSeeds: 31,
  fromLeeches: 69,
  wasted: 0,
  verified: true,
  differs: null,
  ...changes,
});

const result = (changes: Partial<SwarmResult>): SwarmResult => ({
  outcome: 'verified',
  reason: null,
  folder: '/runs/a',
  content: { name: 'a', infoHash: '00', length: 67_108_864, pieces: 256, pieceLength: 262_144, files: [] },
  seeds: 1,
  leechesWanted: 2,
  leeches: [leech({}), leech({ name: 'leech-10', time: 12_300 })],
  time: 13_000,
  seedCopies: 1.934,
  events: { written: 1, late: 0, lost: 0 },
  ...changes,
});

test('a run as a table', () => {
  expect(resultTable(result({})).join('\n')).toBe(
    [
      'leech      time       rate  from seeds  from leeches  sha-256',
      'leech-1   1.62s  39.5MiB/s         31%           69%  equal',
      'leech-10  12.3s  39.5MiB/s         31%           69%  equal',
    ].join('\n'),
  );
});

test('what never came about is a dash, what differs is named', () => {
  const none = { time: null, rate: null, fromSeeds: 0, fromLeeches: 0 };
  const leeches = [
    leech({ ...none, verified: null, bytes: 20_000_000 }),
    leech({ ...none, name: 'leech-3', verified: null }),
    leech({ name: 'leech-2', verified: false, differs: 'x/y' }),
  ];
  expect(
    resultTable(result({ leeches }))
      .slice(1)
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual([
    'leech-1 - - - - incomplete, 29%',
    'leech-3 - - - - not checked',
    'leech-2 1.62s 39.5MiB/s 31% 69% differs: x/y',
  ]);
});

describe('the last line', () => {
  test('of a run that is verified says how long it took', () => {
    expect(summaryLine(result({}))).toBe(
      "verified: 2 leeches hold exactly the source's 64MiB after 13s; 1 seed sent 1.93 copies",
    );
  });

  test('of any other run never says verified first', () => {
    const line = summaryLine(result({ outcome: 'interrupted', reason: 'interrupted by SIGINT' }));
    expect(line).toBe('interrupted by SIGINT; 2 of 2 leeches verified');
  });

  test('counts the leeches that were wanted, also when none came to be', () => {
    const line = summaryLine(result({ outcome: 'failed', reason: 'no room', leeches: [], leechesWanted: 8 }));
    expect(line).toBe('no room; 0 of 8 leeches verified');
  });
});
