import { nearestName } from '@seedbed/settings';
import { z } from 'zod';

/** The figures of a run that an expectation can name, as people write them. */
export const FIGURES = [
  'last/bound',
  'first completion',
  'median completion',
  'last completion',
  'completed',
  'seed copies',
  'seed copies at first completion',
  'seed copies when all out',
  'uplink use',
  'waste',
  'fairness',
  'interest',
] as const;

export type FigureName = (typeof FIGURES)[number];

const COMPARISONS = ['<=', '>=', '<', '>', '='] as const;

export type Comparison = (typeof COMPARISONS)[number];

/** What is to be true at the end of a run. */
export type Expectation =
  | { readonly kind: 'all-complete'; readonly text: string }
  | { readonly kind: 'no-orphan'; readonly text: string }
  | {
      readonly kind: 'compare';
      readonly text: string;
      readonly figure: FigureName;
      readonly comparison: Comparison;
      /** Times in s, shares 0 to 1, copies and ratios as they are. */
      readonly number: number;
    };

const COMPARED = /^(.+?)\s*(<=|>=|<|>|=)\s*(\d+(?:\.\d+)?)\s*s?$/;

/** The same for editors, with the names of the figures. */
const PATTERN = `^\\s*(?:all complete|no orphan|(?:${FIGURES.join('|')})\\s*(?:${COMPARISONS.join('|')})\\s*\\d+(?:\\.\\d+)?\\s*s?)\\s*$`;

/** Reads `all complete`, `no orphan` or `last/bound <= 1.2`; undefined when it is none of them. */
export function parseExpectation(text: string): Expectation | undefined {
  const plain = text.trim();
  if (plain === 'all complete') return { kind: 'all-complete', text: plain };
  if (plain === 'no orphan') return { kind: 'no-orphan', text: plain };
  const [, name, comparison, number] = COMPARED.exec(plain) ?? [];
  const figure = FIGURES.find((known) => known === name);
  const sign = COMPARISONS.find((known) => known === comparison);
  if (figure === undefined || sign === undefined) return undefined;
  return { kind: 'compare', text: plain, figure, comparison: sign, number: Number(number) };
}

/** Signs that other languages have. */
const MEANT: Readonly<Record<string, Comparison>> = {
  '==': '=',
  '===': '=',
  '=<': '<=',
  '=>': '>=',
  '≤': '<=',
  '≥': '>=',
};

/** What was probably meant by a text that is no expectation. */
function meantBy(text: string): string | undefined {
  const [, name, sign = '', number] = /^([^<>=≤≥]*[^<>=≤≥\s])\s*([<>=≤≥]+)\s*(\S+)$/.exec(text) ?? [];
  if (name === undefined) return nearestName(text, ['all complete', 'no orphan']);
  const figure = nearestName(name, FIGURES);
  const meant = `${figure} ${MEANT[sign] ?? sign} ${number}`;
  return figure !== undefined && parseExpectation(meant) !== undefined ? meant : undefined;
}

/** One line of `expect`. */
export const expectationSchema: z.ZodType<Expectation> = z
  .string({ error: 'an expectation is text' })
  .transform((text, context): Expectation => {
    const expectation = parseExpectation(text);
    if (expectation !== undefined) return expectation;
    const meant = meantBy(text.trim());
    const hint =
      meant === undefined
        ? `write all complete, no orphan, or a figure and a number: last/bound <= 1.2. Figures: ${FIGURES.join(', ')}`
        : `did you mean ${meant}?`;
    context.addIssue({ code: 'custom', message: `'${text}' is not an expectation; ${hint}`, input: text });
    return z.NEVER;
  })
  .meta({ pattern: PATTERN });
