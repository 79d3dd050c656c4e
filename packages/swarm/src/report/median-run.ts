import type { ReportedRun } from './reported-run.ts';

/**
 * The run that stands for the repetitions of a scenario: the one whose last completion is the median, of two in the middle
 * the faster. Its curves and figures belong together, which medians of each do not.
 *
 * @param runs at least one
 */
export function medianRun(runs: readonly ReportedRun[]): { readonly run: ReportedRun; readonly words: string } {
  const last = ({ summary }: ReportedRun): number => summary.figures?.lastCompletion ?? Number.POSITIVE_INFINITY;
  // Those that never completed come last; of equals the earlier run.
  const ordered = runs.toSorted((a, b) => (last(a) === last(b) ? 0 : last(a) - last(b)));
  const run = ordered[Math.floor((runs.length - 1) / 2)];
  if (run === undefined) throw new RangeError('there is no run that could stand for others');
  return { run, words: ` (run ${runs.indexOf(run) + 1}, the median of ${runs.length})` };
}
