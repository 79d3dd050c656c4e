import type { SwarmEvent } from '@seedbed/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recording, type RecordingOptions, SwarmModel } from '../../src/model/index.ts';
import { header, recordedSwarm } from '../support/recorded-swarm.ts';
import { stateOf } from '../support/state-of.ts';

const events = recordedSwarm();
const recordingOf = (all: readonly SwarmEvent[], options: Partial<RecordingOptions> = { stretch: 500 }): Recording => {
  const recording = new Recording(header, options);
  for (const event of all) recording.append(event);
  return recording;
};
const recording = recordingOf(events);

const cut = fc.integer({ min: 0, max: events.length });

describe('a recording', () => {
  it('shows at any moment what was to be seen live at that moment', () => {
    const live = new SwarmModel(header);
    const seen = [stateOf(live)];
    for (const event of events) {
      live.apply(event);
      if (live.count % 97 === 0 || live.count === events.length) seen[live.count] = stateOf(live);
    }
    for (const [count, state] of seen.entries()) {
      if (state !== undefined) expect(stateOf(recording.seek(count)), `after ${count} events`).toEqual(state);
    }
  });

  it('goes on from a moment as if it had never been left', () => {
    fc.assert(
      fc.property(cut, cut, (one, other) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const model = recording.seek(from);
        recording.advance(model, to);
        expect(stateOf(model)).toEqual(stateOf(recording.seek(to)));
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on how it is cut into stretches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), cut, (stretch, count) => {
        expect(stateOf(recordingOf(events, { stretch, mostStretches: 10_000 }).seek(count))).toEqual(
          stateOf(recording.seek(count)),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('gives each event back as it came', () => {
    expect(events.map((_, number) => recording.event(number))).toEqual(events);
    expect(recording.event(events.length)).toBeUndefined();
  });

  it('knows how many events had happened at a time', () => {
    for (const [number, event] of events.entries()) {
      const count = recording.countAt(event.t);
      expect(count).toBeGreaterThan(number);
      expect(events[count]?.t ?? Number.POSITIVE_INFINITY).toBeGreaterThan(event.t);
    }
    expect(recording.countAt(-1)).toBe(0);
  });

  it('ends alike when events of different peers come in another order', () => {
    const names = [...new Set(events.map(({ peer }) => peer))];
    const order = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(order, (numbers) => {
        // Within some hundred ms, as pipes that are read in turns do it; each peer tells its own in order.
        const late = new Map(names.map((peer) => [peer, (numbers.next().value ?? 0) % 300]));
        const shuffled = events.toSorted((a, b) => a.t + (late.get(a.peer) ?? 0) - b.t - (late.get(b.peer) ?? 0));
        const { peers } = recordingOf(shuffled).head;
        const whatLasts = (all: typeof peers): unknown =>
          all.map(({ name, have, stage, downloaded, uploaded }) => [
            name,
            [...have.bytes],
            stage,
            downloaded,
            uploaded,
          ]);
        expect(whatLasts(peers).toString()).toBe(whatLasts(recording.head.peers).toString());
      }),
      { numRuns: 30 },
    );
  });

  it('looks back for the events of a peer, the newest first', () => {
    const wanted = events.filter(({ type, peer }) => type === 'block' && peer === 'leech-2').reverse();
    expect(recording.lookBack({ types: ['block'], peer: 'leech-2', limit: events.length })).toEqual(wanted);
    expect(recording.lookBack({ types: ['block'], peer: 'leech-2', limit: 3 })).toEqual(wanted.slice(0, 3));
    const [newest] = wanted;
    if (newest?.type !== 'block') throw new Error('leech-2 got nothing');
    const fromOne = wanted.filter((event) => 'remote' in event && event.remote === newest.remote);
    const { remote } = newest;
    expect(recording.lookBack({ types: ['block'], peer: 'leech-2', remote, limit: events.length })).toEqual(fromOne);
    const since = newest.t - 500;
    const young = wanted.filter(({ t }) => t >= since);
    expect(recording.lookBack({ types: ['block'], peer: 'leech-2', since, limit: events.length })).toEqual(young);
    const before = events.indexOf(newest);
    expect(recording.lookBack({ types: ['block'], peer: 'leech-2', before, limit: 1 })).toEqual(wanted.slice(1, 2));
    expect(recording.lookBack({ types: ['wire'], limit: 1 })).toEqual([]);
    const decisions = events.filter(({ type }) => type === 'choke-decisions');
    expect(decisions.length).toBeGreaterThan(0);
    expect(recording.lookBack({ types: ['choke-decisions'], limit: 1 })).toEqual(decisions.slice(-1));
  });

  it('forgets its oldest stretches when it is full, and still reaches every later moment', () => {
    const short = recordingOf(events, { stretch: 100, mostStretches: 3 });
    expect(short.length).toBe(events.length);
    expect(short.length - short.first).toBeLessThanOrEqual(300);
    expect(short.event(short.first - 1)).toBeUndefined();
    expect(short.event(short.first)).toEqual(events[short.first]);
    for (let count = short.first; count <= events.length; count += 50) {
      expect(stateOf(short.seek(count))).toEqual(stateOf(recording.seek(count)));
    }
    expect(stateOf(short.seek(0))).toEqual(stateOf(recording.seek(short.first)));
    expect(short.from).toBe(events[short.first]?.t);
  });

  it('is empty before its first event', () => {
    const empty = new Recording(header);
    expect([empty.length, empty.from, empty.until, empty.countAt(9)]).toEqual([0, 0, 0, 0]);
    expect(stateOf(empty.seek(5))).toEqual(stateOf(new SwarmModel(header)));
  });
});
