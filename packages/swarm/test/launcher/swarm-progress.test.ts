import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import { beforeEach, describe, expect, test } from 'vitest';
import { leechResults, seedCopies, swarmTime } from '../../src/launcher/leech-results.ts';
import { planMembers } from '../../src/launcher/member.ts';
import { SwarmProgress } from '../../src/launcher/swarm-progress.ts';

// Five pieces of 100 bytes, the last of them 50 long.
const LENGTH = 450;
let progress: SwarmProgress;

const tell = (t: number, peer: string, body: SwarmEventBody): void =>
  progress.apply({ t, peer, ...body } as SwarmEvent);

const start = (t: number, peer: string, have: number): void =>
  tell(t, peer, {
    type: 'peer-started',
    peerId: `id of ${peer}`,
    address: '127.1.1.1:1',
    infoHash: '00'.repeat(20),
    pieces: 5,
    pieceLength: 100,
    length: LENGTH,
    have,
  });

const piece = (t: number, peer: string, have: number, from: string, bytes = 100): void =>
  tell(t, peer, { type: 'piece', piece: have - 1, have, sources: [{ remote: `id of ${from}`, bytes }] });

beforeEach(() => {
  progress = new SwarmProgress(planMembers(1, 2, 'own', 1), LENGTH);
});

describe('while a swarm runs', () => {
  test('a leech that has not told anything is starting', () => {
    expect(progress.snapshot(0)).toEqual([
      { name: 'leech-1', state: 'starting', bytes: 0, rate: 0 },
      { name: 'leech-2', state: 'starting', bytes: 0, rate: 0 },
    ]);
  });

  test('bytes are those of verified pieces, and the last piece is shorter', () => {
    start(0, 'leech-1', 0);
    piece(1_000, 'leech-1', 4, 'seed-1');
    expect(progress.snapshot(1_000)[0]?.bytes).toBe(400);
    piece(2_000, 'leech-1', 5, 'seed-1', 50);
    expect(progress.snapshot(2_000)[0]?.bytes).toBe(450);
  });

  test('the rate is that of the last three seconds', () => {
    start(0, 'leech-1', 0);
    piece(1_000, 'leech-1', 3, 'seed-1', 300);
    expect(progress.snapshot(1_000)[0]?.rate).toBe(300);
    expect(progress.snapshot(3_000)[0]?.rate).toBe(100);
    expect(progress.snapshot(4_000)[0]?.rate).toBe(0);
  });

  test('progress is what brings a download forward, not what is said about it', () => {
    start(10, 'leech-1', 0);
    tell(20, 'leech-1', { type: 'choke', remote: 'x', direction: 'received' });
    tell(30, 'leech-1', { type: 'announce-failed', tracker: 'http://t', event: 'started', reason: 'refused' });
    expect(progress.lastProgress).toBe(10);
    piece(40, 'leech-1', 1, 'seed-1');
    expect(progress.lastProgress).toBe(40);
  });

  test('events of strangers change nothing', () => {
    start(0, 'leech-9', 5);
    expect(progress.records).toHaveLength(3);
  });
});

describe('when a swarm has ended', () => {
  beforeEach(() => {
    start(0, 'seed-1', 5);
    start(100, 'leech-1', 0);
    start(200, 'leech-2', 0);
    const from = (seed: number, leech: string, bytes: number) => [
      { remote: 'id of seed-1', bytes: seed },
      { remote: `id of ${leech}`, bytes },
    ];
    const common = { type: 'completed', uploaded: 0 } as const;
    piece(900, 'leech-1', 5, 'seed-1');
    tell(1_000, 'leech-1', { ...common, downloaded: 460, wasted: 10, sources: from(360, 'leech-2', 100) });
    piece(2_100, 'leech-2', 5, 'seed-1');
    tell(2_200, 'leech-2', { ...common, downloaded: 450, wasted: 0, sources: from(90, 'leech-1', 360) });
  });

  test('each leech has its time, its rate and its shares', () => {
    expect(
      leechResults(
        progress,
        new Map([
          ['leech-1', null],
          ['leech-2', 'a/b'],
        ]),
      ),
    ).toEqual([
      {
        name: 'leech-1',
        bytes: 450,
        time: 900,
        rate: 500,
        fromSeeds: 360,
        fromLeeches: 100,
        wasted: 10,
        verified: true,
        differs: null,
      },
      {
        name: 'leech-2',
        bytes: 450,
        time: 2_000,
        rate: 225,
        fromSeeds: 90,
        fromLeeches: 360,
        wasted: 0,
        verified: false,
        differs: 'a/b',
      },
    ]);
  });

  test('complete is not verified', () => {
    expect(leechResults(progress, new Map()).map(({ verified }) => verified)).toEqual([null, null]);
  });

  test('the swarm took from the first start of a leech to the last completion', () => {
    expect(progress.allComplete).toBe(true);
    expect(swarmTime(progress)).toBe(2_100);
    expect(seedCopies(progress, LENGTH)).toBe(1);
  });
});

test('an unfinished swarm has no time', () => {
  start(0, 'leech-1', 0);
  expect(progress.allComplete).toBe(false);
  expect(swarmTime(progress)).toBe(null);
});
