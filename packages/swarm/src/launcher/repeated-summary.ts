import { distribution } from '../analysis/distribution.ts';
import type { RepeatedSummary, RunSummary } from '../run-summary.ts';
import { type Expectation, FIGURES } from '../scenario/expectation.ts';
import { figureNamed, judgeNumber, type Verdict } from '../scenario/judge-expectation.ts';

/** Several runs of one scenario: the median of each figure, and each expectation judged by it. */
export function summariseRepetitions(
  folder: string,
  runs: readonly RunSummary[],
  expectations: readonly Expectation[],
): RepeatedSummary {
  const [first] = runs;
  if (first === undefined) throw new RangeError('there is no run to be summarised');
  const bad =
    runs.find(({ outcome }) => outcome === 'interrupted') ?? runs.find(({ outcome }) => outcome !== 'verified');
  const medians = new Map(FIGURES.map((figure) => [figure, medianOf(runs, figure)] as const));
  return {
    schema: 1,
    outcome: bad?.outcome ?? 'verified',
    reason: bad === undefined ? null : `run ${bad.scenario.repetition}: ${bad.reason}`,
    folder,
    scenario: { ...first.scenario, repetition: null },
    runs,
    medians: Object.fromEntries(medians),
    verdicts: expectations.map((expectation, index) =>
      expectation.kind === 'compare'
        ? judgeNumber(expectation, medians.get(expectation.figure) ?? undefined, 'the median of ')
        : heldInAll(
            expectation,
            runs.map(({ verdicts }) => verdicts[index]),
          ),
    ),
  };
}

function medianOf(runs: readonly RunSummary[], figure: (typeof FIGURES)[number]): number | null {
  const found = runs.map(({ figures }) => (figures === null ? undefined : figureNamed(figure, figures)));
  return distribution(found.filter((number) => number !== undefined))?.median ?? null;
}

/** What is no number has to hold in every run. */
function heldInAll({ text }: Expectation, verdicts: readonly (Verdict | undefined)[]): Verdict {
  const missed = verdicts.findIndex((verdict) => verdict?.held !== true);
  const found = missed < 0 ? `in all of ${verdicts.length} runs` : `run ${missed + 1}: ${verdicts[missed]?.found}`;
  return { expectation: text, held: missed < 0, found };
}
