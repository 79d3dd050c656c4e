import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import { beforeEach, describe, expect, test } from 'vitest';
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
  progress = new SwarmProgress(
    planMembers(
      [
        { name: 'seed-1', role: 'seed' },
        { name: 'leech-1', role: 'leech' },
        { name: 'leech-2', role: 'leech' },
      ],
      'own',
      1,
    ),
    LENGTH,
  );
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

test('a leech is complete by its own word, and what it had started with does not count against it', () => {
  start(100, 'leech-1', 0);
  piece(900, 'leech-1', 4, 'seed-1');
  tell(1_000, 'leech-1', { type: 'completed', uploaded: 0, downloaded: 460, wasted: 10, sources: [] });
  expect(progress.snapshot(2_000)[0]).toEqual({ name: 'leech-1', state: 'complete', bytes: 450, rate: 500 });
  expect(progress.allComplete).toBe(false);
  progress.confirmComplete('leech-2', 3_000);
  expect(progress.allComplete).toBe(true);
});
