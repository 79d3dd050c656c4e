import { encodeEvent, RecordReader, type SwarmEvent } from '@seedbed/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const event = (t: number): SwarmEvent => ({ type: 'run-phase', phase: 'running', t, peer: 'launcher' });
const line = (t: number): string => encodeEvent(event(t));

const readIn = (parts: readonly string[]): { events: SwarmEvent[]; counts: RecordReader['counts'] } => {
  const events: SwarmEvent[] = [];
  const reader = new RecordReader((one) => events.push(one));
  for (const part of parts) reader.push(part);
  reader.end();
  return { events, counts: reader.counts };
};

describe('RecordReader', () => {
  it('hands on events, counts the lines that are none and tells which is the first', () => {
    const { events, counts } = readIn([`${line(1)}\n{"type":"none"}\n${line(2)}rubbish\n${line(3)}`]);
    expect(events).toEqual([event(1), event(2), event(3)]);
    // Line 2 is empty, and nothing is wrong with that.
    expect(counts).toEqual({ read: 3, unreadable: 2, firstUnreadable: 3 });
  });

  it('takes a last line without its end where it is whole, and no offence where the run was cut off in it', () => {
    expect(readIn([line(1), line(2).trimEnd()]).counts).toEqual({ read: 2, unreadable: 0, firstUnreadable: undefined });
    expect(readIn([line(1), line(2).slice(0, 9)]).counts).toEqual({
      read: 1,
      unreadable: 0,
      firstUnreadable: undefined,
    });
  });

  it('counts a line that is far too long once, and goes on behind it', () => {
    const parts = [line(1), ...Array.from({ length: 50 }, () => 'x'.repeat(1024 * 1024)), `\n${line(2)}`];
    const { events, counts } = readIn(parts);
    expect(events).toEqual([event(1), event(2)]);
    expect(counts).toEqual({ read: 2, unreadable: 1, firstUnreadable: 2 });
  });

  it('reads the same however the text is cut', () => {
    const text = `${line(1)}no\n\n${line(2)}{}\n${line(3)}`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }), (sizes) => {
        let rest = text;
        const parts = sizes.map((size) => {
          const part = rest.slice(0, size);
          rest = rest.slice(size);
          return part;
        });
        expect(readIn([...parts, rest])).toEqual(readIn([text]));
      }),
    );
  });
});
