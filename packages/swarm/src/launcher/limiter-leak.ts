import type { RunFigures } from '../analysis/run-figures.ts';

const TOLERANCE = 0.03;
/** A link may send so much of its rate at once, ms. */
const BURST = 50;

/** What is wrong with a run that was faster than its links allow; undefined where none is known to be. */
export function limiterLeak({ bound, lastCompletion }: RunFigures): string | undefined {
  if (!bound.applies || lastCompletion === null) return undefined;
  if (lastCompletion >= bound.time * (1 - TOLERANCE) - BURST) return undefined;
  const ahead = Math.round((1 - lastCompletion / bound.time) * 100);
  return `a limiter leaks: the run beats the bound of its links by ${ahead} %`;
}
