import type { Arrival } from './scenario.ts';

/** Flash crowds fade, but they end: after so many half-lives whoever is left comes at once. */
const HALF_LIVES = 20;

/**
 * When each of `count` peers comes, ms, in order.
 *
 * @param trace times of a trace file, ms; only for arrivals by trace
 * @throws RangeError when the trace is shorter than the group
 */
export function planArrivals(
  arrival: Arrival,
  count: number,
  random: () => number,
  trace: readonly number[] = [],
): readonly number[] {
  switch (arrival.kind) {
    case 'at-once':
      return new Array<number>(count).fill(0);
    case 'poisson':
      return poisson(arrival.rate, count, random);
    case 'flash-crowd':
      return flashCrowd(arrival.peak, arrival.halfLife, count, random);
    case 'times':
      return arrival.times.toSorted((a, b) => a - b);
    case 'trace':
      if (trace.length < count)
        throw new RangeError(`the trace has ${trace.length} arrivals, the group ${count} peers`);
      return trace.toSorted((a, b) => a - b).slice(0, count);
  }
}

/** Times between two arrivals of a Poisson process are exponential. */
function poisson(rate: number, count: number, random: () => number): number[] {
  let t = 0;
  return Array.from({ length: count }, () => {
    t += (exponential(random) / rate) * 1_000;
    return Math.round(t);
  });
}

/**
 * A Poisson process whose rate falls by half with each half-life. Its time is that of a steady process, stretched: by the
 * time t, peak * h/ln 2 * (1 - 2^(-t/h)) peers are expected, which is solved for t.
 */
function flashCrowd(peak: number, halfLife: number, count: number, random: () => number): number[] {
  const all = (peak * halfLife) / 1_000 / Math.LN2;
  let expected = 0;
  return Array.from({ length: count }, () => {
    expected += exponential(random);
    const left = 1 - expected / all;
    const t = left <= 0 ? HALF_LIVES * halfLife : -halfLife * Math.log2(left);
    return Math.round(Math.min(t, HALF_LIVES * halfLife));
  });
}

/** Mean 1. */
const exponential = (random: () => number): number => -Math.log(1 - random());
