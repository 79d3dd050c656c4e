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
    expect(advance(playing, 100, span, span.to).at).toBe(1_200);
    expect(advance(paused, 100, span, span.to)).toBe(paused);
  });

  test('pauses at the end of a recorded run, and is live again at that of a live one', () => {
    expect(advance({ ...playing, at: 9_990 }, 100, span, span.to)).toMatchObject({ mode: 'paused', at: 10_000 });
    expect(advance({ ...playing, at: 9_990 }, 100, span, undefined)).toMatchObject({ mode: 'live', at: 10_000 });
  });

  test('rests before everybody leaves, once the run that it followed is over', () => {
    expect(advance(live, 16, span, 8_000)).toMatchObject({ mode: 'paused', at: 8_000 });
    expect(advance({ ...playing, at: 7_990 }, 100, span, 8_000)).toMatchObject({ mode: 'paused', at: 8_000 });
    expect(togglePlay({ ...paused, at: 8_000 }, span, 8_000)).toMatchObject({ mode: 'playing', at: 0 });
  });

  test('goes on to the very end for whoever went beyond the rest', () => {
    expect(advance({ ...playing, at: 8_500 }, 100, span, 8_000)).toMatchObject({ mode: 'playing', at: 8_700 });
    expect(advance({ ...playing, at: 9_990 }, 100, span, 8_000)).toMatchObject({ mode: 'paused', at: 10_000 });
  });

  test('follows a live run evenly, and never far behind', () => {
    expect(advance(live, 16, span, undefined).at).toBe(9_916);
    expect(advance({ ...live, at: 2_000 }, 16, span, undefined).at).toBeGreaterThanOrEqual(9_500);
    expect(advance({ ...live, at: 10_000 }, 16, span, undefined).at).toBe(10_000);
  });

  test('plays a recorded run anew from its end', () => {
    expect(togglePlay({ ...paused, at: 10_000 }, span, span.to)).toMatchObject({ mode: 'playing', at: 0 });
    expect(togglePlay({ ...paused, at: 10_000 }, span, undefined).mode).toBe('live');
    expect(togglePlay(playing, span, span.to).mode).toBe('paused');
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
