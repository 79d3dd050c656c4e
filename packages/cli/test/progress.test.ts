import type { LeechProgress, SwarmStatus } from '@seedbed/swarm';
import { describe, expect, test } from 'vitest';
import { paintFor } from '../src/paint.ts';
import { percent, progressBar } from '../src/progress-bar.ts';
import { plainView } from '../src/progress-view.ts';
import { swarmLine, swarmLines } from '../src/swarm-view.ts';

const plain = paintFor({ NO_COLOR: '1' });

describe('a bar', () => {
  test.each([
    [0, '░░░░░░░░░░'],
    [0.5, '█████░░░░░'],
    [0.54, '█████▍░░░░'],
    [0.999, '█████████▉'],
    [1, '██████████'],
    [7, '██████████'],
  ])('of %d', (part, bar) => expect(progressBar(part, 10, plain)).toBe(bar));

  test('is coloured unless NO_COLOR is set', () => {
    expect(progressBar(1, 2, paintFor({}))).toBe('\u001b[32m██\u001b[0m\u001b[2m\u001b[0m');
    expect(progressBar(1, 2, paintFor({ NO_COLOR: '' }))).toContain('\u001b');
  });

  test('has 100 % only at the end', () => {
    expect([percent(0), percent(0.999), percent(1)]).toEqual(['  0%', ' 99%', '100%']);
  });
});

describe('a swarm', () => {
  const leech = (name: string, bytes: number, state: LeechProgress['state'], rate = 0): LeechProgress => ({
    name,
    bytes,
    state,
    rate,
  });
  const status: SwarmStatus = {
    phase: 'running',
    activity: 'downloading',
    length: 1_000,
    leeches: [
      leech('leech-1', 500, 'downloading', 2_048),
      leech('leech-2', 1_000, 'complete', 4_096),
      leech('leech-10', 0, 'starting'),
    ],
    toGo: undefined,
    repetition: undefined,
  };
  const screen = { columns: 60, rows: 24, paint: plain };

  test('has a bar for each leech, and a line for all', () => {
    expect(swarmLines(status, screen)).toEqual([
      'leech-1   █████░░░░░   50%       2KiB/s  downloading',
      'leech-2   ██████████  100%       4KiB/s  complete',
      'leech-10  ░░░░░░░░░░    0%               starting',
      'downloading: 1 of 3 leeches complete, 50%, 2KiB/s',
    ]);
  });

  test('that is too tall for the screen shows those that are on their way', () => {
    expect(swarmLines(status, { ...screen, rows: 6 })).toEqual([
      'leech-1   █████░░░░░   50%       2KiB/s  downloading',
      '… and 2 more',
      'downloading: 1 of 3 leeches complete, 50%, 2KiB/s',
    ]);
  });

  test('says how long it takes at the least, and which of several runs it is', () => {
    const several = { ...status, toGo: 12_000, repetition: { number: 2, of: 3 } };
    expect(swarmLine(several)).toBe(
      'run 2 of 3, downloading: 1 of 3 leeches complete, 50%, 2KiB/s, at least 12s to go',
    );
  });

  test('before its peers are started is what is being done', () => {
    const early: SwarmStatus = {
      ...status,
      phase: 'preparing',
      activity: 'making the torrent',
      length: 0,
      leeches: [],
    };
    expect(swarmLines(early, screen)).toEqual(['making the torrent…']);
    expect(swarmLine(early)).toBe('making the torrent');
  });
});

test('where there is no terminal a line is written now and then, and never twice', () => {
  const written: string[] = [];
  const view = plainView((line) => written.push(line));
  view.show(
    'one',
    () => ['bars'],
    () => 'a line',
  );
  view.show(
    'one',
    () => ['bars'],
    () => 'too soon',
  );
  view.show(
    'two',
    () => ['bars'],
    () => 'something new',
  );
  view.note('a note');
  view.end();
  expect(written).toEqual(['a line', 'something new', 'a note']);
});
