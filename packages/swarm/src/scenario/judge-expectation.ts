import type { RunFigures } from '../analysis/run-figures.ts';
import type { Comparison, Expectation, FigureName } from './expectation.ts';

/** Whether an expectation held, and what there was instead. */
export interface Verdict {
  readonly expectation: string;
  /** Null: it could not be judged. */
  readonly held: boolean | null;
  /** What was found, for people: `last/bound is 1.31`; or why it could not be judged. */
  readonly found: string;
}

/** What a run is judged by, beside its figures. */
export interface RunEnd {
  readonly figures: RunFigures;
  /** Processes that were still there when the run had ended. */
  readonly orphans: number;
}

const FIGURE_OF: { readonly [Name in FigureName]: (figures: RunFigures) => number | null | undefined } = {
  'last/bound': ({ overBound }) => overBound,
  'first completion': ({ firstCompletion }) => seconds(firstCompletion),
  'median completion': ({ completions }) => seconds(completions?.median),
  'last completion': ({ lastCompletion }) => seconds(lastCompletion),
  completed: ({ completed }) => completed,
  'seed copies': ({ seedCopies }) => seedCopies.atEnd,
  'seed copies at first completion': ({ seedCopies }) => seedCopies.atFirstCompletion,
  'seed copies when all out': ({ seedCopies }) => seedCopies.whenAllOut,
  'uplink use': ({ uplinks }) => uplinks.find(({ role }) => role === 'leech')?.share,
  waste: ({ waste }) => waste,
  fairness: ({ fairness }) => fairness.rates,
  interest: ({ interest }) => interest?.mean,
};

const HOLDS: { readonly [Sign in Comparison]: (found: number, wanted: number) => boolean } = {
  '<=': (found, wanted) => found <= wanted,
  '>=': (found, wanted) => found >= wanted,
  '<': (found, wanted) => found < wanted,
  '>': (found, wanted) => found > wanted,
  '=': (found, wanted) => found === wanted,
};

/** Judges one expectation. A figure that never came about holds nothing: it can't be compared. */
export function judgeExpectation(expectation: Expectation, { figures, orphans }: RunEnd): Verdict {
  const { text } = expectation;
  switch (expectation.kind) {
    case 'all-complete': {
      const { completed, leeches } = figures;
      return {
        expectation: text,
        held: completed === leeches,
        found: `${completed} of ${leeches} leeches are complete`,
      };
    }
    case 'no-orphan':
      return { expectation: text, held: orphans === 0, found: `${orphans} processes were left` };
    case 'compare': {
      const found = figureNamed(expectation.figure, figures);
      const verdict = judgeNumber(expectation, found);
      if (found !== undefined) return verdict;
      return { ...verdict, found: verdict.found + whyNot(expectation.figure, figures) };
    }
  }
}

/** Times in seconds, shares 0 to 1; undefined is what never came about. */
export const figureNamed = (name: FigureName, figures: RunFigures): number | undefined =>
  FIGURE_OF[name](figures) ?? undefined;

/** Judges a comparison by what was found. @param of what the number is of the figure: `the median of ` */
export function judgeNumber(
  { text, figure, comparison, number }: Extract<Expectation, { kind: 'compare' }>,
  found: number | undefined,
  of = '',
): Verdict {
  if (found === undefined) return { expectation: text, held: false, found: `${figure} never came about` };
  const held = HOLDS[comparison](found, number);
  return { expectation: text, held, found: `${of}${figure} is ${Number(found.toFixed(3))}` };
}

function whyNot(figure: FigureName, { bound, completed, leeches }: RunFigures): string {
  if (figure !== 'last/bound') return '';
  if (!bound.applies) return `: ${bound.why}`;
  return `: ${leeches - completed} leeches are not complete`;
}

const seconds = (ms: number | null | undefined): number | undefined => (ms == null ? undefined : ms / 1_000);
