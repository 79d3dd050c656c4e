import { formatDuration, formatRate } from '@seedbed/settings';
import type { RunFigures } from './analysis/run-figures.ts';
import type { LinkCheck, RepeatedSummary, RunSummary } from './run-summary.ts';
import type { Verdict } from './scenario/judge-expectation.ts';

/** What a run came to beside its table: how it compares with theory, and whether it is to be believed. */
export const figureLines = ({ figures, links, machine }: RunSummary): string[] => [
  ...(figures === null ? [] : [boundLine(figures), ...useLines(figures)]),
  ...(links.length === 0 ? [] : [linkLine(links)]),
  ...machine.doubts.map((doubt) => `doubtful: ${doubt}`),
];

/** A line for each expectation. */
export const verdictLines = (verdicts: readonly Verdict[]): string[] =>
  verdicts.map(
    ({ expectation, held, found }) =>
      `${held === null ? 'not judged' : held ? 'held' : 'missed'}: ${expectation} (${found})`,
  );

/** One line for each run, and one for the medians. */
export const repetitionLines = ({ runs, medians }: RepeatedSummary): string[] => [
  ...runs.map(({ scenario, outcome, figures }) => {
    const last = figures?.lastCompletion ?? null;
    const over = figures?.overBound ?? null;
    return [
      `run ${scenario.repetition}: ${outcome}`,
      ...(last === null ? [] : [`last completion ${formatDuration(last)}`]),
      ...(over === null ? [] : [`last/bound ${over.toFixed(3)}`]),
    ].join(', ');
  }),
  `medians: ${Object.entries(medians)
    .filter(([, median]) => median !== null)
    .map(([name, median]) => `${name} ${Number(median?.toFixed(3))}`)
    .join(', ')}`,
];

const boundLine = ({ bound, overBound, lastCompletion }: RunFigures): string => {
  if (!bound.applies) return `no bound: ${bound.why}`;
  const least = `the least that the links allow is ${formatDuration(bound.time)} (${bound.by})`;
  return overBound === null || lastCompletion === null
    ? least
    : `last/bound ${overBound.toFixed(3)}: ${formatDuration(lastCompletion)}, and ${least}`;
};

const useLines = ({ seedCopies, uplinks, waste }: RunFigures): string[] => [
  [
    `copies sent by seeds: ${seedCopies.atEnd.toFixed(2)}`,
    ...(seedCopies.whenAllOut === null ? [] : [`${seedCopies.whenAllOut.toFixed(2)} when every piece was out`]),
    ...uplinks.map(({ group, share }) => `uplinks of ${group} ${Math.round(share * 100)}% used`),
    `wasted ${(waste * 100).toFixed(1)}%`,
  ].join(', '),
];

const linkLine = (links: readonly LinkCheck[]): string => {
  const wrong = links.filter(({ ok }) => !ok);
  const all = `links: ${links.length - wrong.length} of ${links.length} that were busy for 10 s reached their rate within 3 %`;
  const [worst] = wrong.toSorted((a, b) => Math.abs(b.reached / b.asked - 1) - Math.abs(a.reached / a.asked - 1));
  return worst === undefined
    ? all
    : `${all}; ${worst.peer} ${worst.direction} ${formatRate(worst.reached)} of ${formatRate(worst.asked)}`;
};
