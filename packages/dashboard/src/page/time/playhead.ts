import { clamp, type TimeSpan } from './time-scale.ts';

/** How fast time may pass, times the speed at which it passed. */
export const SPEEDS: readonly number[] = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 50];

/**
 * Which moment is looked at, and how it moves. `live` follows the end of what is known, `playing` moves on at `speed`,
 * `paused` stays.
 */
export interface Playhead {
  readonly mode: 'live' | 'playing' | 'paused';
  /** The moment, ms of the clock of events. */
  readonly at: number;
  readonly speed: number;
}

/** Events come in batches; following them a little behind lets time pass evenly, ms. */
const LIVE_DELAY = 200;

/**
 * After `elapsed` ms of the viewer's time. What plays pauses at `rest`, whoever followed a run that is over is brought
 * there, and a run that goes on is live again at its end.
 *
 * @param rest where a run rests that is over; undefined while it goes on
 */
export function advance(head: Playhead, elapsed: number, span: TimeSpan, rest: number | undefined): Playhead {
  if (head.mode === 'live') {
    if (rest !== undefined) return { ...head, mode: 'paused', at: rest };
    return { ...head, at: followed(head.at + elapsed, span) };
  }
  if (head.mode === 'paused') return head;
  const at = head.at + elapsed * head.speed;
  // Whoever went beyond it may see everybody leave.
  const end = rest === undefined || head.at >= rest ? span.to : rest;
  if (at < end) return { ...head, at };
  return { ...head, at: end, mode: rest === undefined ? 'live' : 'paused' };
}

/** Goes on, or stops. A run that is over and at rest begins anew. */
export function togglePlay(head: Playhead, span: TimeSpan, rest: number | undefined): Playhead {
  if (head.mode !== 'paused') return { ...head, mode: 'paused' };
  const isAtEnd = head.at >= (rest ?? span.to);
  if (isAtEnd && rest === undefined) return { ...head, mode: 'live' };
  return { ...head, mode: 'playing', at: isAtEnd ? span.from : head.at };
}

/** Looks at another moment. What plays goes on from there; what is live stops to follow. */
export function seek(head: Playhead, at: number, span: TimeSpan): Playhead {
  return { ...head, at: clamp(at, span.from, span.to), mode: head.mode === 'playing' ? 'playing' : 'paused' };
}

/** The next speed in a direction: -1 slower, 1 faster. Live time can't be hurried, so it is left for `playing`. */
export function changeSpeed(head: Playhead, direction: -1 | 1): Playhead {
  const now = SPEEDS.indexOf(head.speed);
  const from = now === -1 ? SPEEDS.indexOf(1) : now;
  const speed = SPEEDS[clamp(from + direction, 0, SPEEDS.length - 1)] ?? 1;
  return { ...head, speed, mode: head.mode === 'live' ? 'playing' : head.mode };
}

export function followLive(head: Playhead, span: TimeSpan): Playhead {
  return { ...head, mode: 'live', at: span.to, speed: 1 };
}

function followed(at: number, span: TimeSpan): number {
  return clamp(at, Math.max(span.from, span.to - LIVE_DELAY), span.to);
}
