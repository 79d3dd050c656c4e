import type { SwarmEvent, SwarmEventBody } from '@seedbed/events';
import { beforeEach, describe, expect, test } from 'vitest';
import { Recording, type RunHeader } from '../../src/model/index.ts';
import { twoSides } from '../../src/page/hands/two-sides.ts';
import { RunPlayer } from '../../src/page/run-player.ts';
import { blockPulses } from '../../src/page/swarm/block-pulses.ts';
import { swarmHint } from '../../src/page/swarm/swarm-hint.ts';
import { straysOf, swarmLines } from '../../src/page/swarm/swarm-lines.ts';
import { endingText } from '../../src/page/text/ending-text.ts';
import { barMarks } from '../../src/page/time/bar-marks.ts';

const header: RunHeader = {
  name: 'three peers',
  startedAt: 0,
  live: false,
  content: { length: 4 * 16_384, pieceLength: 16_384, pieces: 4 },
  peers: (['seed', 'leech', 'leech'] as const).map((role, i) => ({
    name: `${role}-${i}`,
    group: role,
    role,
    client: 'seedbed',
  })),
  bound: { applies: false, why: 'nobody asked' },
  timeline: [{ at: 900, action: 'kill', peers: ['leech-2'] }],
  eventLevel: 'block',
  actions: false,
};

const idOf = (peer: string): string => `-SE0100-${peer.padEnd(12, 'x')}`;
let recording: Recording;
const tell = (t: number, peer: string, body: SwarmEventBody): void =>
  recording.append({ ...body, t, peer } as SwarmEvent);

beforeEach(() => {
  recording = new Recording(header);
  for (const { name, role } of header.peers) {
    const geometry = { pieces: 4, pieceLength: 16_384, length: 65_536, have: role === 'seed' ? 4 : 0 };
    const hash = 'ab'.repeat(20);
    tell(1, name, { type: 'peer-started', peerId: idOf(name), address: '127.0.0.1:1', infoHash: hash, ...geometry });
  }
  for (const [a, b] of [
    ['seed-0', 'leech-1'],
    ['leech-1', 'leech-2'],
  ] as const) {
    tell(2, a, { type: 'connected', remote: idOf(b), address: '127.0.0.1:1', direction: 'outgoing' });
    tell(2, b, { type: 'connected', remote: idOf(a), address: '127.0.0.1:1', direction: 'incoming' });
  }
});

describe('the lines of a swarm', () => {
  test('are one for each idle connection', () => {
    expect(swarmLines(recording.head)).toEqual({
      choked: [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
      ],
      unchoked: [],
      optimistic: [],
      cut: [],
    });
  });

  test('show who may fetch from whom, once that one wants to', () => {
    tell(3, 'seed-0', { type: 'unchoke', remote: idOf('leech-1'), direction: 'sent' });
    expect(swarmLines(recording.head).unchoked).toEqual([]);
    tell(4, 'seed-0', { type: 'interested', remote: idOf('leech-1'), direction: 'received' });
    expect(swarmLines(recording.head)).toMatchObject({
      unchoked: [{ from: 0, to: 1 }],
      choked: [{ from: 1, to: 2 }],
    });
  });

  test('mark the optimistic unchoke', () => {
    tell(3, 'leech-2', { type: 'interested', remote: idOf('leech-1'), direction: 'received' });
    tell(4, 'leech-2', { type: 'unchoke', remote: idOf('leech-1'), direction: 'sent', optimistic: true });
    expect(swarmLines(recording.head).optimistic).toEqual([{ from: 2, to: 1 }]);
  });
});

describe('the lines under pulses', () => {
  const pulse = { from: 2, to: 1, phase: 0.5, bytes: 16_384 };

  test('are drawn as unchoked while something moves, whatever the flags say by now', () => {
    const { choked, unchoked } = swarmLines(recording.head, [pulse, pulse]);
    expect(unchoked).toEqual([{ from: 2, to: 1 }]);
    expect(choked).toEqual([{ from: 0, to: 1 }]);
  });

  test('are there for each pulse, in its direction', () => {
    const pulses = [pulse, { ...pulse, from: 0, to: 2 }];
    expect(straysOf(pulses, swarmLines(recording.head, pulses))).toEqual([]);
    expect(straysOf([pulse], swarmLines(recording.head))).toEqual([pulse]);
  });
});

describe('the lines of a network that is cut', () => {
  const cut = (...sides: string[][]): void =>
    tell(9, 'launcher', {
      type: 'run-action',
      action: 'partition',
      peers: sides.flat(),
      detail: sides.map((side) => side.join(' ')).join(' | '),
    });

  beforeEach(() => {
    tell(3, 'seed-0', { type: 'interested', remote: idOf('leech-1'), direction: 'received' });
    tell(4, 'seed-0', { type: 'unchoke', remote: idOf('leech-1'), direction: 'sent' });
  });

  test('are cut where they lead to the other side, whatever may move there, and as they were when it is mended', () => {
    const whole = swarmLines(recording.head);
    cut(['seed-0'], ['leech-1', 'leech-2']);
    const lines = swarmLines(recording.head, [{ from: 0, to: 1, phase: 0.5, bytes: 1 }]);
    expect(lines).toEqual({ choked: [{ from: 1, to: 2 }], unchoked: [], optimistic: [], cut: [{ from: 0, to: 1 }] });
    expect(straysOf([{ from: 0, to: 1, phase: 0.5, bytes: 1 }], lines)).toEqual([]);
    tell(10, 'launcher', { type: 'run-action', action: 'heal', peers: [], detail: '' });
    expect(swarmLines(recording.head)).toEqual(whole);
  });

  test('lead to whoever stands on no side as before', () => {
    cut(['seed-0'], ['leech-2']);
    expect(swarmLines(recording.head)).toMatchObject({ unchoked: [{ from: 0, to: 1 }], cut: [] });
  });

  test('are drawn once, also where one end alone still knows of them', () => {
    cut(['seed-0'], ['leech-1']);
    const closed = { type: 'disconnected', reason: 'timed out', downloaded: 0, uploaded: 0 } as const;
    tell(10, 'seed-0', { ...closed, remote: idOf('leech-1') });
    const pulse = { from: 0, to: 1, phase: 0.5, bytes: 1 };
    expect(swarmLines(recording.head, [pulse])).toMatchObject({ unchoked: [], cut: [{ from: 1, to: 0 }] });
    tell(11, 'leech-1', { ...closed, remote: idOf('seed-0') });
    expect(swarmLines(recording.head, [pulse])).toMatchObject({ unchoked: [], cut: [] });
  });
});

describe('pulses', () => {
  const block = { type: 'block', piece: 0, begin: 0, length: 16_384 } as const;

  test('go from sender to receiver while they last', () => {
    tell(100, 'leech-1', { ...block, remote: idOf('seed-0') });
    expect(blockPulses(recording, recording.head, 100, 1)).toEqual([{ from: 0, to: 1, phase: 0, bytes: 16_384 }]);
    expect(blockPulses(recording, recording.head, 425, 1)[0]?.phase).toBeCloseTo(0.5);
    expect(blockPulses(recording, recording.head, 900, 1)).toEqual([]);
  });

  test('last for a part of the run’s time that follows the speed', () => {
    tell(100, 'leech-1', { ...block, remote: idOf('seed-0') });
    expect(blockPulses(recording, recording.head, 900, 2)).toHaveLength(1);
    expect(blockPulses(recording, recording.head, 300, 0.25)).toEqual([]);
  });

  test('of very many are some on all parts of the way, the same from frame to frame', () => {
    for (let t = 0; t < 650; t += 0.25) tell(100 + t, 'leech-1', { ...block, remote: idOf('seed-0') });
    const phases = (now: number): number[] => blockPulses(recording, recording.head, now, 1).map(({ phase }) => phase);
    const some = phases(750);
    expect(some.length).toBeLessThanOrEqual(500);
    expect(some.length).toBeGreaterThan(200);
    expect(Math.max(...some)).toBeGreaterThan(0.9);
    expect(Math.min(...some)).toBeLessThan(0.1);
    const begun = new Set(some.map((phase) => Math.round(750_000 - phase * 650_000)));
    const later = phases(755).map((phase) => Math.round(755_000 - phase * 650_000));
    expect(later.every((t) => begun.has(t))).toBe(true);
  });

  test('end with those between whom they move', () => {
    tell(100, 'leech-1', { ...block, remote: idOf('seed-0') });
    tell(200, 'seed-0', { type: 'peer-stopped', downloaded: 0, uploaded: 16_384 });
    expect(blockPulses(recording, recording.head, 200, 1)).toEqual([]);
  });

  test('leave out what comes from clients that tell nothing', () => {
    tell(100, 'leech-1', { ...block, remote: 'somebody else' });
    expect(blockPulses(recording, recording.head, 101, 1)).toEqual([]);
  });
});

describe('marks of the bar', () => {
  test('that lie on each other are one, named after the weightiest', () => {
    tell(1_000, 'leech-1', { type: 'fault', reason: 'the disk is full' });
    const marks = barMarks(recording.marks, header, 0, { from: 1, to: 1_000 });
    expect(marks.map(({ kind, text }) => [kind, text])).toEqual([
      ['arrival', 'seed-0 arrives, leech-1 arrives, leech-2 arrives'],
      ['action', 'kill leech-2'],
      ['fault', 'fault at leech-1: the disk is full'],
    ]);
  });

  test('leave out a plan that is not carried out yet', () => {
    expect(barMarks([], header, 0, { from: 0, to: 500 })).toEqual([]);
  });
});

test('a network that is split leaves every peer on one side', () => {
  const [one, other] = twoSides(recording.head.peers);
  expect([...one, ...other].sort()).toEqual(['leech-1', 'leech-2', 'seed-0']);
  expect(one.length).toBeGreaterThan(0);
  expect(other.length).toBeGreaterThan(0);
});

test('the hint follows what happens', () => {
  expect(swarmHint(new Recording(header).head)).toMatch(/Nobody is there yet/);
  expect(swarmHint(recording.head)).toMatch(/Everything comes from the seed/);
  tell(5, 'seed-0', { type: 'peer-stopped', downloaded: 0, uploaded: 0 });
  expect(swarmHint(recording.head)).toMatch(/with nobody who is left/);
});

test('the hint speaks of the newest fault that is not mended', () => {
  const act = (action: string, peers: string[] = [], detail = ''): string => {
    tell(5, 'launcher', { type: 'run-action', action, peers, detail });
    return swarmHint(recording.head);
  };
  expect(act('tracker', [], 'down')).toMatch(/tracker is down/);
  expect(act('partition', ['seed-0', 'leech-1'], 'seed-0 | leech-1')).toMatch(/cut in two/);
  expect(act('partition', ['seed-0', 'leech-1', 'leech-2'], 'seed-0 | leech-1 | leech-2')).toMatch(/cut in 3/);
  expect(act('corrupt', ['leech-1'])).toMatch(/leech-1 sends wrong blocks/);
  expect(act('pause', ['leech-2'])).toMatch(/leech-2 stands still/);
  expect(act('resume', ['leech-2'])).toMatch(/leech-1 sends wrong blocks/);
  expect(act('kill', ['leech-1'])).toMatch(/cut in 3/);
  expect(act('heal')).toMatch(/tracker is down/);
  expect(act('tracker', [], 'up')).toMatch(/Everything comes from the seed/);
});

describe('a run that is over', () => {
  const leave = (t: number): void => {
    for (const { name } of header.peers) tell(t, name, { type: 'peer-stopped', downloaded: 0, uploaded: 0 });
  };

  test('rests before the first one leaves whom its launcher stops, however long the others take', () => {
    tell(500, 'launcher', { type: 'run-phase', phase: 'stopping' });
    tell(600, 'leech-1', { type: 'peer-stopped', downloaded: 0, uploaded: 0 });
    expect(recording.rest).toBeCloseTo(600, 2);
    leave(9_000);
    expect(recording.rest).toBeCloseTo(600, 2);
    expect(recording.rest).toBeLessThan(600);
  });

  test('rests before the last ones leave together where nobody stops it, and at its end where somebody stays', () => {
    expect(recording.rest).toBe(2);
    leave(600);
    tell(700, 'launcher', { type: 'run-phase', phase: 'stopping' });
    expect(recording.rest).toBeCloseTo(600, 2);
    expect(recording.rest).toBeLessThan(600);
  });

  test('is brought to its rest with the swarm as it was, without pulses, and says how it ended', () => {
    recording = new Recording({ ...header, live: true });
    for (const { name } of header.peers) {
      const geometry = { pieces: 4, pieceLength: 16_384, length: 65_536, have: 4 };
      const hash = 'ab'.repeat(20);
      tell(1, name, { type: 'peer-started', peerId: idOf(name), address: '127.0.0.1:1', infoHash: hash, ...geometry });
    }
    tell(500, 'launcher', { type: 'run-phase', phase: 'stopping' });
    leave(600);
    const player = new RunPlayer(recording);
    player.frame(1_000, 16);
    expect([player.head.mode, player.isOver, player.model.seeds]).toEqual(['live', false, 0]);
    recording.close({ outcome: 'failed', reason: 'no seed was left' });
    player.frame(16, 32);
    expect([player.head.mode, player.isOver, player.isLive, player.model.seeds]).toEqual(['paused', true, false, 3]);
    expect(endingText(recording.ending, player.model)).toBe('The run is over: it failed, no seed was left.');
    player.togglePlay();
    expect([player.head.mode, player.head.at, player.isOver]).toEqual(['playing', 1, false]);
  });
});

describe('the player', () => {
  test('shows the swarm at the moment that is sought, in both directions', () => {
    tell(500, 'leech-1', { type: 'piece', piece: 2, have: 1, sources: [] });
    const player = new RunPlayer(recording);
    player.pauseAt(500);
    expect(player.model.peer('leech-1')?.haveCount).toBe(1);
    player.step(-1);
    expect(player.model.peer('leech-1')?.haveCount).toBe(0);
    player.step(1);
    expect(player.model.peer('leech-1')?.haveCount).toBe(1);
    expect(player.head.mode).toBe('paused');
  });

  test('plays to the end, stops there, and tells whoever listens', () => {
    tell(500, 'leech-1', { type: 'piece', piece: 2, have: 1, sources: [] });
    const player = new RunPlayer(recording);
    player.togglePlay();
    let told = 0;
    const leave = player.subscribe(() => {
      told += 1;
    });
    for (let now = 0; now < 1_000; now += 16) player.frame(16, now);
    expect(player.model.count).toBe(recording.length);
    expect(player.head.mode).toBe('paused');
    expect(told).toBeGreaterThan(1);
    leave();
  });
});
