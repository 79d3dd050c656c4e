import type { SwarmEvent } from '@seedbed/events';
import { describe, expect, test } from 'vitest';
import { Recording } from '../../src/model/index.ts';
import { RunPlayer } from '../../src/page/run-player.ts';
import { followLink } from '../../src/page/time/follow-link.ts';
import { formatPlace, type Place, parsePlace } from '../../src/page/time/place.ts';
import { header, recordedSwarm } from '../support/recorded-swarm.ts';
import { stateOf } from '../support/state-of.ts';

const events = recordedSwarm();
const recordingOf = (all: readonly SwarmEvent[], live = false): Recording => {
  const recording = new Recording({ ...header, live }, { stretch: 500 });
  for (const event of all) recording.append(event);
  if (!live) recording.close();
  return recording;
};

/** What the address says of the moment that a player stands at, and back. */
const linkTo = ({ head, span, model }: RunPlayer): Place =>
  parsePlace(formatPlace({ t: (head.at - span.from) / 1_000, event: model.count }));

describe('stepping', () => {
  const player = new RunPlayer(recordingOf(events));

  test('goes over one event at a time, however many happen at once, there and back', () => {
    const times = events.map(({ t }) => t);
    const together = times.findIndex((t, i) => i > 400 && t === times[i + 1] && t === times[i + 2]);
    expect(together, 'events at the same time').toBeGreaterThan(0);
    player.pauseAfter(together);
    for (const by of [1, 1, 1, 1, -1, -1, -1, -1, -1] as const) {
      const before = player.model.count;
      player.step(by);
      expect(player.model.count).toBe(before + by);
      expect(player.latestEvent).toEqual(events[before + by - 1]);
    }
  });

  test('stops at both ends', () => {
    player.pauseAfter(1);
    player.step(-1);
    player.step(-1);
    expect([player.model.count, player.head.at, player.latestEvent]).toEqual([0, player.span.from, undefined]);
    player.pauseAfter(events.length);
    player.step(1);
    expect([player.model.count, player.head.at]).toEqual([events.length, player.span.to]);
  });

  test('goes over what is heard late as well, and time does not go back', () => {
    const [first, second, third, ...rest] = events.slice(600, 700);
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few events');
    const late = new RunPlayer(recordingOf([first, third, { ...second, t: first.t - 50 }, ...rest], true));
    late.pauseAfter(2);
    late.step(1);
    expect([late.model.count, late.head.at]).toEqual([3, third.t]);
    expect(linkTo(late).event).toBe(3);
  });
});

describe('a link to a step', () => {
  test('leads to just that event again', () => {
    const player = new RunPlayer(recordingOf(events));
    for (let count = 0; count <= events.length; count += 37) {
      player.pauseAfter(count);
      const place = linkTo(player);
      const other = new RunPlayer(recordingOf(events));
      followLink(other, place);
      expect(other.model.count).toBe(count);
      expect(stateOf(other.model)).toEqual(stateOf(player.model));
      expect(linkTo(other)).toEqual(place);
    }
  });

  test('leads to its moment where the events have other numbers', () => {
    const player = new RunPlayer(recordingOf(events));
    const t = 2.5;
    followLink(player, { t, event: 3 });
    expect(player.head.at).toBe(player.span.from + t * 1_000);
    expect(player.model.count).toBe(player.recording.countAt(player.head.at));
    const byNumber = new RunPlayer(recordingOf(events));
    followLink(byNumber, { event: 77 });
    expect(byNumber.model.count).toBe(77);
  });

  test('waits until its moment is here, also in a run that goes on', () => {
    const recording = recordingOf([], true);
    const player = new RunPlayer(recording);
    let now = 0;
    const frame = (): void => {
      now += 1_000;
      player.frame(0, now);
    };
    followLink(player, { event: 300 });
    for (const event of events.slice(0, 300)) recording.append(event);
    frame();
    expect(player.head.mode).toBe('live');
    for (const event of events.slice(300, 400)) recording.append(event);
    frame();
    expect([player.head.mode, player.model.count]).toEqual(['paused', 300]);
    player.followLive();
    frame();
    expect(player.head.mode).toBe('live');
  });

  test('is forgotten by whoever does something before', () => {
    const recording = recordingOf([], true);
    const player = new RunPlayer(recording);
    followLink(player, { event: 300 });
    recording.append(events[0] as SwarmEvent);
    player.togglePlay();
    for (const event of events.slice(1, 400)) recording.append(event);
    player.frame(0, 1_000);
    expect(player.model.count).toBe(1);
  });
});
