import type { SwarmEvent } from '@seedbed/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventWindow } from '../../src/launcher/event-window.ts';

const at = (t: number, peer = 'leech-1'): SwarmEvent => ({ t, peer, type: 'have', piece: 0, peers: 1 });
const times = (events: readonly SwarmEvent[]): number[] => events.map(({ t }) => t);

describe('a window of one second', () => {
  test('holds an event until it is a second old', () => {
    const window = new EventWindow(1_000);
    window.push(at(100));
    expect(window.release(1_099)).toEqual([]);
    expect(times(window.release(1_100))).toEqual([100]);
    expect(window.held).toBe(0);
  });

  test('puts what the slower process tells before what the quicker one told', () => {
    const window = new EventWindow(1_000);
    for (const t of [500, 900, 400, 450]) window.push(at(t));
    expect(times(window.release(1_900))).toEqual([400, 450, 500, 900]);
    expect(window.late).toBe(0);
  });

  test('keeps the order of events of one moment', () => {
    const window = new EventWindow(1_000);
    window.push(at(5, 'seed-1'));
    window.push(at(5, 'leech-2'));
    expect(window.flush().map(({ peer }) => peer)).toEqual(['seed-1', 'leech-2']);
  });

  test('counts what comes too late, and loses none of it', () => {
    const window = new EventWindow(1_000);
    window.push(at(1_000));
    window.release(3_000);
    window.push(at(999));
    window.push(at(1_000));
    expect(window.late).toBe(1);
    expect(times(window.flush())).toEqual([999, 1_000]);
  });

  test('orders every stream of which no event is more than a second behind', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(500), fc.nat(999)), { maxLength: 60 }), (steps) => {
        const window = new EventWindow(1_000);
        const out: number[] = [];
        let now = 0;
        for (const [step, delay] of steps) {
          now += step;
          window.push(at(now - delay));
          out.push(...times(window.release(now)));
        }
        out.push(...times(window.flush()));
        expect(out).toEqual(out.toSorted((a, b) => a - b));
        expect(out).toHaveLength(steps.length);
        expect(window.late).toBe(0);
      }),
    );
  });
});
