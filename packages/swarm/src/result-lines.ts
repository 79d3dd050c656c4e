import { formatDuration, formatRate } from '@seedbed/settings';
import type { RunFigures } from './analysis/run-figures.ts';
import { JUDGED_FROM } from './launcher/link-checks.ts';
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
  const told = [
    ...JUDGED_FROM.flatMap(({ busy, tolerance }) => judgedWords(links, busy, tolerance)),
    ...worstWords(links),
  ];
  const unjudged = unjudgedWords(links);
  if (told.length === 0) return `links: none of ${links.length} could be judged (${unjudged})`;
  return `links: ${told.join('; ')}${unjudged === '' ? '' : `; not judged: ${unjudged}`}`;
};

function judgedWords(links: readonly LinkCheck[], busy: number, tolerance: number): string[] {
  const judged = links.filter((link) => link.tolerance === tolerance);
  if (judged.length === 0) return [];
  const kept = judged.filter(({ ok }) => ok === true).length;
  const within = `${Math.round(tolerance * 100)} %`;
  return [`${kept} of ${judged.length} that were busy for ${busy / 1_000} s reached their rate within ${within}`];
}

function worstWords(links: readonly LinkCheck[]): string[] {
  const missed = links.flatMap(({ peer, direction, asked, reached, ok }) =>
    ok === false && reached !== null ? [{ peer, direction, asked, reached }] : [],
  );
  const [worst] = missed.toSorted((a, b) => Math.abs(b.reached / b.asked - 1) - Math.abs(a.reached / a.asked - 1));
  if (worst === undefined) return [];
  return [`${worst.peer} ${worst.direction} ${formatRate(worst.reached)} of ${formatRate(worst.asked)}`];
}

/** How many could not be judged, for each reason: `20 never busy for 2 s without a pause, 1 changed`. */
export function unjudgedWords(links: readonly LinkCheck[]): string {
  const reasons = links.flatMap(({ unjudged }) => unjudged ?? []);
  return [...new Set(reasons)].map((why) => `${reasons.filter((reason) => reason === why).length} ${why}`).join(', ');
}
