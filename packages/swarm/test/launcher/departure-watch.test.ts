import { describe, expect, test } from 'vitest';
import { DepartureWatch } from '../../src/launcher/departure-watch.ts';
import type { PlannedDeparture } from '../../src/scenario/run-plan.ts';

const watch = (departure: PlannedDeparture | undefined): DepartureWatch =>
  new DepartureWatch([{ name: 'leech-1', departure }]);

describe('a peer leaves', () => {
  test('some time after it came', () => {
    const departures = watch({ when: { time: 5_000 }, after: 100, how: 'killed' });
    expect(departures.arrived('leech-1', 1_000)).toEqual({ at: 6_100, how: 'killed' });
  });

  test('once it is complete, and is told so once', () => {
    const departures = watch({ when: 'complete', after: 2_000, how: 'order' });
    expect(departures.arrived('leech-1', 0)).toBeUndefined();
    expect(departures.sent('leech-1', 1_000_000, 10)).toBeUndefined();
    expect(departures.completed('leech-1', 500)).toEqual({ at: 2_500, how: 'order' });
    expect(departures.completed('leech-1', 600)).toBeUndefined();
  });

  test('when it has sent so much, and not before', () => {
    const departures = watch({ when: { sent: 100 }, after: 0, how: 'order' });
    departures.arrived('leech-1', 0);
    expect(departures.sent('leech-1', 99, 10)).toBeUndefined();
    expect(departures.completed('leech-1', 15)).toBeUndefined();
    expect(departures.sent('leech-1', 100, 20)).toEqual({ at: 20, how: 'order' });
  });

  test('again, where it has come again', () => {
    const departures = watch({ when: { sent: 100 }, after: 0, how: 'order' });
    departures.arrived('leech-1', 0);
    departures.sent('leech-1', 100, 20);
    departures.arrived('leech-1', 30);
    expect(departures.sent('leech-1', 100, 40)).toEqual({ at: 40, how: 'order' });
  });

  test('never, where the plan has no departure for it', () => {
    const departures = watch(undefined);
    expect(departures.arrived('leech-1', 0)).toBeUndefined();
    expect(departures.completed('leech-1', 0)).toBeUndefined();
  });
});
