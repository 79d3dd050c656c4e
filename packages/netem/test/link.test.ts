import { Link, type LinkDirection, type LinkFlow, RETRANSMISSION } from '@seedbed/netem';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const BLOCK = 16_384;
const KIB = 1024;
const UNLIMITED = Number.POSITIVE_INFINITY;
const never = (): number => 0.999;
const FREE: LinkDirection = { rate: UNLIMITED, latency: 0, jitter: 0, loss: 0 };

const linkOf = (settings: Partial<LinkDirection>, random = never): Link<string> =>
  new Link({ ...FREE, ...settings }, random, 0);

/** Steps from one time to the next at which something moves, and writes down what arrived when. */
const run = (link: Link<string>, until: number): [number, string][] => {
  const arrivals: [number, string][] = [];
  for (let now = 0; now <= until; now = Math.max(link.nextDue(now), now + 1e-3)) {
    for (const chunk of link.advance(now).arrived) arrivals.push([Math.round(now), chunk]);
  }
  return arrivals;
};

describe('Link', () => {
  it('is free without a limit and a delay, until something is in the way', () => {
    const link = linkOf({});
    const flow = link.open();
    expect(link.isFree(flow)).toBe(true);
    link.hold(flow, true);
    expect(link.isFree(flow)).toBe(false);
    link.push(flow, 'a', 1);
    link.hold(flow, false);
    expect(link.isFree(flow)).toBe(false);
    expect(link.advance(0)).toEqual({ left: [], arrived: ['a'] });
    expect(link.isFree(flow)).toBe(true);
    link.set({ ...FREE, rate: 1 }, 0);
    expect(link.isFree(flow)).toBe(false);
  });

  it('delays from the time at which a chunk left the rate', () => {
    const link = linkOf({ rate: 1000, latency: 300 });
    const flow = link.open();
    for (const chunk of ['a', 'b', 'c']) link.push(flow, chunk, 100);
    // 50 bytes are the burst: the debt of each is paid before the next one leaves.
    expect(run(link, 2000)).toEqual([
      [300, 'a'],
      [350, 'b'],
      [450, 'c'],
    ]);
  });

  it.each([
    ['is gone', (link: Link<string>, flow: LinkFlow<string>) => link.close(flow)],
    ['is held', (link: Link<string>, flow: LinkFlow<string>) => link.hold(flow, true)],
  ])('has no work while what waited %s', (_, end) => {
    const link = linkOf({ rate: 1000 });
    const [one, other] = [link.open(), link.open()];
    for (const chunk of ['a', 'b']) link.push(one, chunk, 100);
    link.advance(0);
    end(link, one);
    link.push(other, 'c', 100);
    link.advance(10_000);
    link.push(other, 'd', 100);
    link.advance(10_000);
    expect(link.use(10_050)).toMatchObject({ busy: 100, longest: { time: 50, bytes: 50 } });
  });

  it('gives turns to its flows, a chunk at a time', () => {
    const link = linkOf({ rate: 1000 });
    const [one, other] = [link.open(), link.open()];
    for (const chunk of ['a1', 'a2', 'a3']) link.push(one, chunk, 100);
    for (const chunk of ['b1', 'b2']) link.push(other, chunk, 100);
    expect(run(link, 2000).map(([, chunk]) => chunk)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('stalls one flow alone by a loss', () => {
    const draws = [0, 0.999, 0.999, 0.999];
    const link = linkOf({ latency: 10, loss: 0.5 }, () => draws.shift() ?? 0.999);
    const [one, other] = [link.open(), link.open()];
    link.push(one, 'lost', 1);
    link.push(other, 'there', 1);
    link.push(one, 'behind', 1);
    expect(run(link, 1000)).toEqual([
      [10, 'there'],
      [10 + RETRANSMISSION, 'lost'],
      [10 + RETRANSMISSION, 'behind'],
    ]);
  });

  it('keeps what waits and what is on its way while a flow is held, and lets others pass', () => {
    const link = linkOf({ rate: 1000, latency: 20 });
    const [cut, other] = [link.open(), link.open()];
    link.push(cut, 'on its way', 100);
    link.push(cut, 'waits', 100);
    link.advance(0);
    link.hold(cut, true);
    expect(link.waiting).toBe(0);
    link.push(cut, 'comes', 100);
    link.push(other, 'passes', 100);
    expect(run(link, 5000).map(([, chunk]) => chunk)).toEqual(['passes']);
    link.hold(cut, false);
    expect(link.waiting).toBe(200);
    expect(link.advance(5000).arrived).toEqual(['on its way']);
    expect(run(link, 9000).map(([, chunk]) => chunk)).toEqual(['waits', 'comes']);
  });

  it('forgets a connection that is gone', () => {
    const link = linkOf({ rate: 1000 });
    const [gone, other] = [link.open(), link.open()];
    for (let i = 0; i < 3; i++) link.push(gone, 'gone', 100);
    link.push(other, 'there', 100);
    link.close(gone);
    expect(link.waiting).toBe(100);
    expect(run(link, 5000).map(([, chunk]) => chunk)).toEqual(['there']);
    expect(link.nextDue(5000)).toBe(UNLIMITED);
  });

  it('has room for 250 ms of its rate, at least for 64 KiB', () => {
    expect(linkOf({ rate: 1000 * KIB }).capacity).toBe(250 * KIB);
    expect(linkOf({ rate: 10 * KIB }).capacity).toBe(64 * KIB);
    expect(linkOf({}).capacity).toBe(UNLIMITED);
  });

  it('refuses what makes no sense, and stays as it was', () => {
    const link = linkOf({ rate: 1000 });
    expect(() => link.set({ ...FREE, rate: 0 }, 0)).toThrow(RangeError);
    expect(() => link.set({ ...FREE, rate: 5, jitter: 1 }, 0)).toThrow(RangeError);
    expect(() => linkOf({ latency: -1 })).toThrow(RangeError);
    expect(() => linkOf({ rate: 0 })).toThrow(RangeError);
    expect(link.rate).toBe(1000);
  });

  it('loses no byte and keeps the order of each flow, whatever changes', () => {
    const flowIndex = fc.integer({ min: 0, max: 2 });
    const step = fc.oneof(
      fc.record({ type: fc.constant('push' as const), flow: flowIndex, bytes: fc.integer({ min: 0, max: 3 * BLOCK }) }),
      fc.record({ type: fc.constant('hold' as const), flow: flowIndex, isHeld: fc.boolean() }),
      fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400 }) }),
      fc.record({
        type: fc.constant('set' as const),
        rate: fc.constantFrom(1000, 100 * KIB, 10_000 * KIB, UNLIMITED),
        latency: fc.integer({ min: 0, max: 300 }),
        loss: fc.constantFrom(0, 0.1, 1),
      }),
    );
    const draws = fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), draws, (steps, random) => {
        const link = new Link<[number, number]>(FREE, () => random.next().value, 0);
        const flows: readonly LinkFlow<[number, number]>[] = [link.open(), link.open(), link.open()];
        const sent = [0, 0, 0];
        const came = [0, 0, 0];
        let bytes = 0;
        let now = 0;
        const advance = (): void => {
          for (const [flow, number] of link.advance(now).arrived) {
            expect(number).toBe(came[flow]);
            came[flow] = number + 1;
          }
        };
        for (const step of steps) {
          if (step.type === 'wait') now += step.ms;
          else if (step.type === 'set') link.set({ ...step, jitter: step.latency / 2 }, now);
          else {
            const flow = flows[step.flow];
            if (flow === undefined) throw new Error('no such flow');
            if (step.type === 'hold') link.hold(flow, step.isHeld);
            else {
              link.push(flow, [step.flow, sent[step.flow] ?? 0], step.bytes);
              sent[step.flow] = (sent[step.flow] ?? 0) + 1;
              bytes += step.bytes;
            }
          }
          advance();
        }
        for (const flow of flows) link.hold(flow, false);
        link.set(FREE, now);
        // Twice: what has waited until now is still to pass the delay.
        for (let i = 0; i < 2; i++) {
          now += 1e6;
          advance();
        }
        expect(came).toEqual(sent);
        expect(link.waiting).toBe(0);
        expect(link.use(now).bytes).toBe(bytes);
        expect(flows.map((flow) => flow.bytes)).toEqual([0, 0, 0]);
      }),
    );
  });

  it('lets at most the burst, the rate and one chunk through in any time, however late it is asked', () => {
    const rate = 1000 * KIB;
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 120, noNaN: true }), { minLength: 2, maxLength: 100 }), (waits) => {
        const link = linkOf({ rate });
        const flow = link.open();
        for (let i = 0; i < 1000; i++) link.push(flow, 'block', BLOCK);
        const times: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          for (const _ of link.advance(now).arrived) times.push(now);
        }
        for (const [first, begin] of times.entries()) {
          for (const [last, end] of times.entries()) {
            if (last < first) continue;
            const bytes = (last - first + 1) * BLOCK;
            expect(bytes).toBeLessThanOrEqual(rate * 0.05 + (rate * (end - begin)) / 1000 + BLOCK + 1e-3);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('reaches its rate within 3 % over ten seconds, with a timer that is late, and says so', () => {
    const rate = 1000 * KIB;
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 20, noNaN: true })), (lateness) => {
        const link = linkOf({ rate });
        const flow = link.open();
        let bytes = 0;
        let now = 0;
        while (now < 10_000) {
          while (link.waiting < link.capacity) link.push(flow, 'block', BLOCK);
          bytes += link.advance(now).arrived.length * BLOCK;
          now = link.nextDue(now) + lateness.next().value;
        }
        expect(Math.abs(bytes / (now / 1000) / rate - 1)).toBeLessThan(0.03);
        const { longest } = link.use(now);
        expect(longest.time).toBeGreaterThan(9_900);
        expect(Math.abs(longest.bytes / (longest.time / 1000) / rate - 1)).toBeLessThan(0.03);
      }),
      { numRuns: 20 },
    );
  });
});
