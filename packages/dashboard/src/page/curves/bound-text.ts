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
