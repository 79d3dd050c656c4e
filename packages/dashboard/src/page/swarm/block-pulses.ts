import type { SwarmEvent } from '@seedbed/events';
import type { PeerView, Recording, SwarmModel } from '../../model/index.ts';

/** Payload that is on its way from one peer to another, at a moment. */
export interface BlockPulse {
  /** Indices of peers. */
  readonly from: number;
  readonly to: number;
  /** How far it has come, 0 to 1. */
  readonly phase: number;
  readonly bytes: number;
}

/** How long a pulse is to be seen, ms of the viewer's time. */
const PULSE_TIME = 650;
/** More are a flicker that tells nothing, and cost frames. */
const MOST_PULSES = 500;
/** Events that are looked at for them, in each frame. */
const MOST_EVENTS = 8_000;

/**
 * The payload that moved just now. Where blocks are told each is a pulse; else a verified piece is one from each peer that
 * it came from.
 *
 * @param speed how fast time passes: at twice the speed a pulse lasts for twice as much of the run's time
 */
export function blockPulses(recording: Recording, model: SwarmModel, now: number, speed: number): BlockPulse[] {
  const lasts = PULSE_TIME * speed;
  const type = recording.header.eventLevel === 'block' ? 'block' : 'piece';
  const events = recording.lookBack({ types: [type], before: model.count, since: now - lasts, limit: MOST_EVENTS });
  return sampleOf(events).flatMap((event) => {
    const to = model.peer(event.peer);
    const phase = (now - event.t) / lasts;
    if (to === undefined || !isThere(to) || phase < 0 || phase > 1) return [];
    return sourcesOf(event).flatMap(({ remote, bytes }) => {
      const from = model.peerOf(remote);
      return from === undefined || !isThere(from) ? [] : [{ from: from.index, to: to.index, phase, bytes }];
    });
  });
}

/** Of too many some, told apart by what they are: who is seen to begin its way is seen to end it. */
function sampleOf(events: readonly SwarmEvent[]): readonly SwarmEvent[] {
  let share = 1;
  while (events.length / share > MOST_PULSES) share *= 2;
  return share === 1 ? events : events.filter(({ t }) => spread(t) * share < 1);
}

/** A number from 0 to 1 for a time in ms, by the golden ratio: that of neighbours lies far apart. */
const spread = (t: number): number => (Math.imul(Math.floor(t * 1_000), 0x9e37_79b1) >>> 0) / 2 ** 32;

/** Nothing moves at those who have left: neither they nor their lines are drawn. */
const isThere = ({ stage }: PeerView): boolean => stage === 'running';

function sourcesOf(event: SwarmEvent): readonly { readonly remote: string; readonly bytes: number }[] {
  if (event.type === 'block') return [{ remote: event.remote, bytes: event.length }];
  return event.type === 'piece' ? event.sources : [];
}
