import { describe, expect, test } from 'vitest';
import {
  advance,
  changeSpeed,
  followLive,
  type Playhead,
  SPEEDS,
  seek,
  togglePlay,
} from '../../src/page/time/playhead.ts';

const span = { from: 0, to: 10_000 };
const playing: Playhead = { mode: 'playing', at: 1_000, speed: 2 };
const paused: Playhead = { ...playing, mode: 'paused' };
const live: Playhead = { mode: 'live', at: 9_900, speed: 1 };

describe('the playhead', () => {
  test('moves on at its speed', () => {
    expect(advance(playing, 100, span, false).at).toBe(1_200);
    expect(advance(paused, 100, span, false)).toBe(paused);
  });

  test('pauses at the end of a recorded run, and is live again at that of a live one', () => {
    expect(advance({ ...playing, at: 9_990 }, 100, span, false)).toMatchObject({ mode: 'paused', at: 10_000 });
    expect(advance({ ...playing, at: 9_990 }, 100, span, true)).toMatchObject({ mode: 'live', at: 10_000 });
  });

  test('follows a live run evenly, and never far behind', () => {
    expect(advance(live, 16, span, true).at).toBe(9_916);
    expect(advance({ ...live, at: 2_000 }, 16, span, true).at).toBeGreaterThanOrEqual(9_500);
    expect(advance({ ...live, at: 10_000 }, 16, span, true).at).toBe(10_000);
  });

  test('plays a recorded run anew from its end', () => {
    expect(togglePlay({ ...paused, at: 10_000 }, span, false)).toMatchObject({ mode: 'playing', at: 0 });
    expect(togglePlay({ ...paused, at: 10_000 }, span, true).mode).toBe('live');
    expect(togglePlay(playing, span, false).mode).toBe('paused');
  });

  test('goes on from where it was put when it played, and stays there when it followed', () => {
    expect(seek(playing, 4_000, span)).toMatchObject({ mode: 'playing', at: 4_000 });
    expect(seek(live, 4_000, span)).toMatchObject({ mode: 'paused', at: 4_000 });
    expect(seek(paused, 99_000, span).at).toBe(10_000);
  });

  test('knows no speed beyond its slowest and fastest, and leaves live time', () => {
    let head = playing;
    for (const _ of SPEEDS) head = changeSpeed(head, 1);
    expect(head.speed).toBe(SPEEDS.at(-1));
    for (const _ of SPEEDS) head = changeSpeed(head, -1);
    expect(head.speed).toBe(SPEEDS[0]);
    expect(changeSpeed(live, -1)).toMatchObject({ mode: 'playing', speed: 0.5 });
    expect(followLive(head, span)).toEqual({ mode: 'live', at: 10_000, speed: 1 });
  });
});
