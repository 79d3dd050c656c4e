import { distribution } from '../analysis/distribution.ts';
import type { RepeatedSummary, RunSummary } from '../run-summary.ts';
import { type Expectation, FIGURES, parseExpectation } from '../scenario/expectation.ts';
import { figureNamed, judgeNumber, type Verdict } from '../scenario/judge-expectation.ts';

/**
 * Several runs of one scenario: the median of each figure, and each expectation that their summaries name judged by it.
 *
 * @param runs in the order of the repetitions, at least one
 */
export function summariseRepetitions(folder: string, runs: readonly RunSummary[]): RepeatedSummary {
  // One that was cut off does not know what it was a run of.
  const first = runs.find(({ scenario }) => scenario.repetition !== null) ?? runs[0];
  if (first === undefined) throw new RangeError('there is no run to be summarised');
  const bad =
    runs.find(({ outcome }) => outcome === 'interrupted') ?? runs.find(({ outcome }) => outcome !== 'verified');
  const medians = new Map(FIGURES.map((figure) => [figure, medianOf(runs, figure)] as const));
  return {
    schema: 1,
    outcome: bad?.outcome ?? 'verified',
    reason: bad === undefined ? null : `run ${runs.indexOf(bad) + 1}: ${bad.reason}`,
    folder,
    scenario: { ...first.scenario, repetition: null },
    runs,
    medians: Object.fromEntries(medians),
    verdicts: expectationsOf(runs).map((expectation) =>
      expectation.kind === 'compare'
        ? judgeNumber(expectation, medians.get(expectation.figure) ?? undefined, 'the median of ')
        : heldInAll(expectation, runs),
    ),
  };
}

function expectationsOf(runs: readonly RunSummary[]): Expectation[] {
  const texts = new Set(runs.flatMap(({ verdicts }) => verdicts.map(({ expectation }) => expectation)));
  return [...texts].flatMap((text) => parseExpectation(text) ?? []);
}

function medianOf(runs: readonly RunSummary[], figure: (typeof FIGURES)[number]): number | null {
  const found = runs.map(({ figures }) => (figures === null ? undefined : figureNamed(figure, figures)));
  return distribution(found.filter((number) => number !== undefined))?.median ?? null;
}

/** What is no number has to hold in every run. */
function heldInAll({ text }: Expectation, runs: readonly RunSummary[]): Verdict {
  const verdicts = runs.map((run) => run.verdicts.find(({ expectation }) => expectation === text));
  const broken = verdicts.findIndex((verdict) => verdict?.held === false);
  const open = verdicts.findIndex((verdict) => verdict?.held !== true);
  if (open < 0) return { expectation: text, held: true, found: `in all of ${verdicts.length} runs` };
  const told = broken < 0 ? open : broken;
  const why = verdicts[told]?.found ?? 'it was cut off before it was judged';
  return { expectation: text, held: broken < 0 ? null : false, found: `run ${told + 1}: ${why}` };
}
