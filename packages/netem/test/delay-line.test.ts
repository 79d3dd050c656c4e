import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Delay, DelayLine, RETRANSMISSION } from '../src/delay-line.ts';

const never = (): number => 0.999;
const lineOf = (delay: Partial<Delay>, random = never): DelayLine<string> =>
  new DelayLine({ latency: 0, jitter: 0, loss: 0, ...delay }, random);

describe('DelayLine', () => {
  it('counts the time of a chunk from its own arrival, so that delay costs no rate', () => {
    const line = lineOf({ latency: 100 });
    for (let i = 0; i < 5; i++) line.push(`${i}`, 10, i);
    expect(line.bytes).toBe(50);
    expect(line.take(99)).toEqual([]);
    expect(line.nextDue).toBe(100);
    expect(line.take(102)).toEqual(['0', '1', '2']);
    expect(line.bytes).toBe(20);
    expect(line.take(104)).toEqual(['3', '4']);
    expect(line.nextDue).toBe(Number.POSITIVE_INFINITY);
  });

  it('is short when nothing is in it and nothing holds anything up', () => {
    expect(lineOf({}).isShort).toBe(true);
    expect(lineOf({ latency: 1 }).isShort).toBe(false);
    expect(lineOf({ loss: 0.1 }).isShort).toBe(false);
    const line = lineOf({ latency: 5 });
    line.push('a', 1, 0);
    line.setDelay({ latency: 0, jitter: 0, loss: 0 });
    expect(line.isShort).toBe(false);
    line.push('b', 1, 1);
    expect(line.take(4)).toEqual([]);
    expect(line.take(5)).toEqual(['a', 'b']);
    expect(line.isShort).toBe(true);
  });

  it('lets all others wait behind a chunk that was lost', () => {
    const draws = [0, 0.999];
    const line = lineOf({ latency: 10, loss: 0.5 }, () => draws.shift() ?? 0.999);
    line.push('lost', 1, 0);
    line.push('next', 1, 1);
    expect(line.take(10 + RETRANSMISSION - 1)).toEqual([]);
    expect(line.take(10 + RETRANSMISSION)).toEqual(['lost', 'next']);
  });

  it('keeps order and every chunk, whatever changes while they are on their way', () => {
    const step = fc.record({ wait: fc.integer({ min: 0, max: 50 }), latency: fc.integer({ min: 0, max: 200 }) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (steps, draws) => {
          const line = new DelayLine<number>({ latency: 0, jitter: 0, loss: 0 }, () => draws.next().value);
          const out: number[] = [];
          let now = 0;
          for (const [index, { wait, latency }] of steps.entries()) {
            now += wait;
            out.push(...line.take(now));
            line.setDelay({ latency, jitter: latency / 2, loss: 0.1 });
            line.push(index, 1, now);
          }
          out.push(...line.take(Number.MAX_SAFE_INTEGER));
          expect(out).toEqual(steps.map((_, index) => index));
          expect(line.bytes).toBe(0);
        },
      ),
    );
  });

  it('varies by the jitter at most', () => {
    const draws = [0, 1 - 1e-9, 0.5];
    const dues = draws.map((draw) => {
      const line = lineOf({ latency: 100, jitter: 20 }, () => draw);
      line.push('x', 1, 0);
      return Math.round(line.nextDue);
    });
    expect(dues).toEqual([80, 120, 100]);
  });

  it.each([
    [{ latency: -1 }, 'A latency is 0 ms or more'],
    [{ latency: Number.NaN }, 'A latency is 0 ms or more'],
    [{ latency: 5, jitter: 6 }, 'A jitter is 0 to the latency'],
    [{ loss: 1.1 }, 'A loss is a share from 0 to 1'],
  ])('refuses %j', (delay, message) => {
    expect(() => lineOf(delay)).toThrow(message);
  });
});
