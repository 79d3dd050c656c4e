import { formatCount } from '@seedbed/settings';
import { distribution } from '../../analysis/distribution.ts';
import type { RepeatedSummary, RunSummary } from '../../run-summary.ts';
import type { ReportedRun } from '../reported-run.ts';
import { timeText } from './words.ts';

/** The answer of a run in one line. */
export function headline({ figures, reason, outcome }: RunSummary): string {
  if (figures === null) return `The run came to nothing: ${reason ?? outcome}`;
  const { leeches, completed, lastCompletion, overBound, firstCompletion } = figures;
  if (lastCompletion !== null) {
    const who = leeches === 1 ? 'The leech is' : `All ${leeches} leeches are`;
    const over = overBound === null ? '' : `, ${overBound.toFixed(2)} × the bound`;
    return `${who} complete after ${timeText(lastCompletion)}${over}`;
  }
  if (completed === 0 || firstCompletion === null)
    return `None of ${formatCount(leeches, 'leech', 'leeches')} completed`;
  return `${completed} of ${leeches} leeches completed, the first after ${timeText(firstCompletion)}`;
}

/** The answer of the repetitions of a scenario: their median, and how far they lie apart. */
export function repetitionsHeadline({ runs }: RepeatedSummary): string {
  const lasts = runs.flatMap(({ figures }) => figures?.lastCompletion ?? []);
  const all = formatCount(runs.length, 'run');
  const spread = distribution(lasts);
  if (spread === null) return `In none of ${all} all leeches are complete`;
  const which = lasts.length === runs.length ? all : `${lasts.length} of ${all}`;
  const range = lasts.length === 1 ? '' : ` (${timeText(spread.least)} to ${timeText(spread.most)})`;
  return `All leeches of ${which} are complete, by the median after ${timeText(spread.median)}${range}`;
}

/** The answer of several runs: the first is what the others are measured by. */
export function comparisonHeadline(runs: readonly ReportedRun[]): string {
  const [first, ...others] = runs.map(({ model, summary }) => ({
    name: model.name,
    last: summary.figures?.lastCompletion ?? null,
  }));
  if (first === undefined) return 'Nothing to compare';
  const told = others.map(({ name, last }) => {
    if (last === null || first.last === null)
      return last === null ? `${name} never completes` : `${name} ${timeText(last)}`;
    return `${name} ${timeText(last)} (${(last / first.last).toFixed(2)} ×)`;
  });
  const begin = first.last === null ? `${first.name} never completes` : `${first.name} takes ${timeText(first.last)}`;
  return `${begin}, ${told.join(', ')}`;
}
