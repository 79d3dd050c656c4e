import type { RunFigures } from '../analysis/run-figures.ts';
import type { Comparison, Expectation, FigureName } from './expectation.ts';
import { figureNamed, judgeExpectation, type Verdict } from './judge-expectation.ts';

/** What is known of a run that was cut off. */
export interface CutOffRun {
  readonly figures: RunFigures;
  /** How long it is known to have gone on after the first leech had come, ms. */
  readonly elapsed: number;
}

/** Between what a figure would have come to lie, both included. */
interface Range {
  readonly least: number;
  readonly most: number;
  /** It might never have come about, and what does not come about holds nothing. */
  readonly isOpen?: boolean;
}

/**
 * Judges what would have held, or not, whatever had come after a run was cut off: what had been reached can't be lost again,
 * and what had not come about by then would have come later. The rest is not judged.
 */
export function judgeCutOff(expectation: Expectation, { figures, elapsed }: CutOffRun): Verdict {
  const { text } = expectation;
  const { completed, leeches } = figures;
  const then = `the run was cut off when ${completed} of ${leeches} leeches were complete`;
  if (expectation.kind === 'no-orphan') return notJudged(text, 'nobody was left to see whether processes were');
  // Nothing that matters could have come any more.
  if (completed === leeches) return judgeExpectation(expectation, { figures, orphans: 0 });
  if (expectation.kind === 'all-complete') return notJudged(text, then);
  const { figure, comparison, number } = expectation;
  const range = rangeOf(figure, figures, elapsed / 1_000);
  const held = range && HOLDS[comparison](range, number);
  if (range === undefined || held === undefined || (held && range.isOpen === true)) return notJudged(text, then);
  return { expectation: text, held, found: `${figure} ${words(range)}, though ${then}` };
}

const notJudged = (expectation: string, found: string): Verdict => ({ expectation, held: null, found });

const words = ({ least, most }: Range): string =>
  least === most ? `is ${short(least)}` : `would have been ${short(least)} at least`;

const short = (number: number): number => Number(number.toFixed(3));

/** Undefined where nothing is known of it yet. @param elapsed in seconds, as times are in expectations */
function rangeOf(figure: FigureName, figures: RunFigures, elapsed: number): Range | undefined {
  const found = figureNamed(figure, figures);
  switch (figure) {
    case 'completed':
      return { least: figures.completed, most: figures.leeches };
    case 'seed copies':
      return from(figures.seedCopies.atEnd);
    case 'first completion':
      return found === undefined ? later(elapsed) : exactly(found);
    case 'last completion':
      return later(elapsed);
    case 'last/bound':
      return figures.bound.applies ? later((elapsed * 1_000) / figures.bound.time) : undefined;
    case 'seed copies at first completion':
    case 'seed copies when all out':
      return found === undefined ? undefined : exactly(found);
    default:
      return undefined;
  }
}

const exactly = (number: number): Range => ({ least: number, most: number });
const later = (least: number): Range => ({ ...from(least), isOpen: true });
const from = (least: number): Range => ({ least, most: Number.POSITIVE_INFINITY });

/** Whether a comparison holds all over a range, or nowhere in it; undefined where that is open. */
const HOLDS: { readonly [Sign in Comparison]: (range: Range, wanted: number) => boolean | undefined } = {
  '<=': ({ least, most }, wanted) => decided(most <= wanted, least > wanted),
  '<': ({ least, most }, wanted) => decided(most < wanted, least >= wanted),
  '>=': ({ least, most }, wanted) => decided(least >= wanted, most < wanted),
  '>': ({ least, most }, wanted) => decided(least > wanted, most <= wanted),
  '=': ({ least, most }, wanted) => decided(least === wanted && most === wanted, wanted < least || wanted > most),
};

const decided = (everywhere: boolean, nowhere: boolean): boolean | undefined =>
  everywhere ? true : nowhere ? false : undefined;
