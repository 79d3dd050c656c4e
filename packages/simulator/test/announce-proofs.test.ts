import type { SwarmEvent } from '@seedbed/events';
import { type PeerPlan, type SwarmPlan, simulateSwarm, type TrackerPlan, type TrackerTerms } from '@seedbed/simulator';
import { describe, expect, it } from 'vitest';
import { ofType } from './of-type.ts';

const KIB = 1024;
const DELAY = 5;
const SECOND = 1_000;

const swarm = (peers: readonly PeerPlan[], facts: Partial<SwarmPlan> = {}): SwarmPlan => ({
  seedValue: 3,
  length: 4 * 1024 * KIB,
  pieceLength: 256 * KIB,
  delay: DELAY,
  end: 10_000 * SECOND,
  peers,
  ...facts,
});

const always =
  (interval: number): TrackerPlan =>
  () => ({ interval, minInterval: interval });

/** Changes of mind: shorter, below its own minimum, no pause at all, away for long, and long again. */
const fickle: TrackerPlan = (now) => {
  const second = now / SECOND;
  if (second < 2_000) return { interval: 300, minInterval: 60 };
  if (second < 3_000) return { interval: 120, minInterval: 60 };
  if (second < 4_500) return { interval: 120, minInterval: 200 };
  if (second < 4_720) return { interval: 0, minInterval: 0 };
  if (second < 8_000) return 'down';
  return { interval: 900, minInterval: 90 };
};

/** BEP 3 leaves this to us: 2 s, twice as long after each failure in a row, ten minutes at most. */
const backOff = (failures: number): number => Math.min(600, 2 ** failures);

/** Announces with the pause before the next one, s; the question left one way before the tracker decided. */
function pauses(events: readonly SwarmEvent[]): { terms: ReturnType<TrackerPlan>; failures: number; pause: number }[] {
  const outcomes = events.filter(({ type }) => type === 'announced' || type === 'announce-failed');
  let failures = 0;
  return outcomes.slice(0, -1).map(({ t }, at) => {
    const terms = fickle(t - DELAY);
    failures = terms === 'down' ? failures + 1 : 0;
    const next = outcomes[at + 1]?.t ?? 0;
    return { terms, failures, pause: (next - 2 * DELAY - t) / SECOND };
  });
}

describe('announces keep their spacing over 10,000 seconds', () => {
  const check = (role: 'seed' | 'leech', wanted: (terms: TrackerTerms) => number): void => {
    const { events } = simulateSwarm(swarm([{ name: 'peer', role }], { tracker: fickle }), () => false);
    const all = pauses(events);
    for (const { terms, failures, pause } of all) {
      expect(pause).toBeCloseTo(terms === 'down' ? backOff(failures) : wanted(terms), 6);
    }
    // All that the tracker asked for was met, and time went on to its end.
    const met = new Set(all.map(({ terms }) => JSON.stringify(terms)));
    expect(met.size).toBe(6);
    expect(Math.max(...all.map(({ failures }) => failures))).toBeGreaterThan(10);
    expect(events.at(-1)?.t).toBeGreaterThan(9_000 * SECOND);
  };

  it('of the interval that the tracker named last, of its minimum at least, and of a back-off while it fails', () => {
    check('seed', ({ interval, minInterval }) => Math.max(1, interval, minInterval));
  });

  it('of the minimum alone for a download that has no peer', () => {
    check('leech', ({ minInterval }) => Math.max(1, minInterval));
  });
});

describe('announces', () => {
  it('tell `started` first, and `completed` once and only of a download', () => {
    const { events } = simulateSwarm(
      swarm(
        [
          { name: 'seed', role: 'seed' },
          { name: 'leech', role: 'leech', arrival: 10 },
        ],
        { end: 1_000_000, tracker: always(100) },
      ),
      () => false,
    );
    const told = (peer: string) =>
      ofType(events, 'announced')
        .filter((event) => event.peer === peer && event.event !== 'periodic')
        .map(({ event }) => event);
    expect(told('seed')).toEqual(['started']);
    expect(told('leech')).toEqual(['started', 'completed']);
  });
});
