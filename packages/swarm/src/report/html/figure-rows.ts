import type { RunFigures } from '../../analysis/run-figures.ts';
import { timeText } from './words.ts';

/** One figure of a run: how it is read, how it is written, and what theory has to say to it. */
export interface FigureRow {
  readonly name: string;
  /** In one line, what it tells. */
  readonly meaning: string;
  readonly value: (figures: RunFigures) => number | null;
  readonly write: (value: number) => string;
  readonly theory: (figures: RunFigures) => string;
}

const time = (value: number): string => timeText(value);
const ratio = (value: number): string => value.toFixed(2);
const percent = (value: number): string => `${(value * 100).toFixed(value < 0.0995 ? 1 : 0)}\u00a0%`;
const nothing = (): string => '–';

/** The figures of a report, in the order in which they are read. Groups have rows of their own. */
export function figureRows(groups: readonly string[]): readonly FigureRow[] {
  return [...COMPLETION, ...SEEDS, ...groups.map(uplinkRow), ...SHARING, ...groups.map(clusteringRow)];
}

const boundText = ({ bound }: RunFigures): string => (bound.applies ? `≥ ${time(bound.time)}` : `none: ${bound.why}`);

const COMPLETION: readonly FigureRow[] = [
  {
    name: 'last completion',
    meaning: 'from the first start of a leech until all are complete',
    value: ({ lastCompletion }) => lastCompletion,
    write: time,
    theory: boundText,
  },
  {
    name: 'last completion / bound',
    meaning: 'how near the swarm came to what its links allow at best',
    value: ({ overBound }) => overBound,
    write: ratio,
    theory: ({ bound }) => (bound.applies ? '1.00' : '–'),
  },
  {
    name: 'first completion',
    meaning: 'when the fastest leech had everything',
    value: ({ firstCompletion }) => firstCompletion,
    write: time,
    theory: nothing,
  },
  {
    name: 'median completion',
    meaning: 'half of the leeches that completed had everything by then',
    value: ({ completions }) => completions?.median ?? null,
    write: time,
    theory: nothing,
  },
  {
    name: 'nine in ten complete',
    meaning: 'the slow end, without the very last',
    value: ({ completions }) => completions?.ninth ?? null,
    write: time,
    theory: nothing,
  },
  {
    name: 'first byte, median',
    meaning: 'how long a newcomer waits until it is served',
    value: ({ firstByte }) => firstByte?.median ?? null,
    write: time,
    theory: nothing,
  },
];

const SEEDS: readonly FigureRow[] = [
  {
    name: 'every piece out',
    meaning: 'when each piece had arrived at some leech',
    value: ({ allOutAt }) => allOutAt,
    write: time,
    theory: nothing,
  },
  {
    name: 'seed copies until then',
    meaning: 'what the seeds had sent when each piece was out; more than 1 is repetition',
    value: ({ seedCopies }) => seedCopies.whenAllOut,
    write: ratio,
    theory: () => '1.00',
  },
  {
    name: 'seed copies at the first completion',
    meaning: 'the same at the first completion',
    value: ({ seedCopies }) => seedCopies.atFirstCompletion,
    write: ratio,
    theory: () => '≥ 1.00',
  },
  {
    name: 'seed copies in the end',
    meaning: 'how much of the whole work the seeds did',
    value: ({ seedCopies }) => seedCopies.atEnd,
    write: ratio,
    theory: () => '≥ 1.00',
  },
];

const SHARING: readonly FigureRow[] = [
  {
    name: 'interest',
    meaning: 'share of time in which one leech wants something of another: how diverse their pieces are',
    value: ({ interest }) => interest?.mean ?? null,
    write: percent,
    theory: () => 'near 100\u00a0%',
  },
  {
    name: 'fairness of rates',
    meaning: "Jain's index: 1 when all leeches are equally fast",
    value: ({ fairness }) => fairness.rates,
    write: ratio,
    theory: () => '1.00 with equal links',
  },
  {
    name: 'fairness of giving',
    meaning: "Jain's index of what leeches sent over what they got",
    value: ({ fairness }) => fairness.giving,
    write: ratio,
    theory: () => '1.00 with equal links',
  },
  {
    name: 'waste',
    meaning: 'payload that arrived in vain, as doubles of end game do',
    value: ({ waste }) => waste,
    write: percent,
    theory: () => '0\u00a0%',
  },
];

const uplinkRow = (group: string): FigureRow => ({
  name: `uplinks of ${group} in use`,
  meaning: 'payload sent over what the uplinks could carry until the last completion',
  value: ({ uplinks }) => uplinks.find((use) => use.group === group)?.share ?? null,
  write: percent,
  theory: () => '≤ 100\u00a0%',
});

const clusteringRow = (group: string): FigureRow => ({
  name: `clustering of ${group}`,
  meaning: 'what its leeches got from their own group, over what chance would bring: above 1 they keep to themselves',
  value: ({ rateClasses }) =>
    rateClasses.length < 2 ? null : (rateClasses.find((entry) => entry.group === group)?.clustering ?? null),
  write: ratio,
  theory: () => '1.00 by chance',
});
