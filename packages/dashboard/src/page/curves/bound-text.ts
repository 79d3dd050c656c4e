import type { RunBound } from '../../model/index.ts';

/** What decides the bound, for people; what a newer version may call otherwise is shown as it is. */
const REASONS: Readonly<Record<string, string>> = {
  seeds: 'the seeds can’t send all of it once sooner',
  'slowest-download': 'the slowest downlink takes that long',
  'all-uplinks': 'all uplinks together take that long',
};

/** The dashed line of the curves, in words. */
export function boundText({ time, by }: Extract<RunBound, { readonly applies: true }>): string {
  return `bound ${(time / 1_000).toFixed(1)} s: ${Object.hasOwn(REASONS, by) ? REASONS[by] : by}`;
}

/**
 * What to look for where there is a bound. The axis of time ends where the run does so far, and the line may lie beyond.
 *
 * @param time the bound, ms since the start
 * @param at its place on the axis, s
 * @param times the moments of the curves, s
 */
export function boundHint(time: number, at: number, times: readonly number[]): string {
  const until = times.at(-1) ?? 0;
  const bound = `No swarm with these links can be complete before ${(time / 1_000).toFixed(1)} s`;
  if (at > until)
    return `${bound}; the curves are at ${until.toFixed(1)} s, and the dashed line comes when they are there.`;
  if (at < (times[0] ?? 0)) return `${bound}, which is left of the curves.`;
  return 'No swarm with these links can be complete left of the dashed line; how near does this one come?';
}
