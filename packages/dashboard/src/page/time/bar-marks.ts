import type { Mark, RunHeader } from '../../model/index.ts';
import { fractionOf, type TimeSpan } from './time-scale.ts';

/** A mark on the bar of time; marks that would lie on each other are one. */
export interface BarMark {
  /** 0 to 1. */
  readonly at: number;
  /** ms on the clock of the events. */
  readonly t: number;
  readonly kind: Mark['kind'];
  readonly text: string;
}

/** Marks nearer than this to each other can't be told apart, as a part of the bar. */
const NEAR = 0.006;
const MOST_NAMED = 3;
/** What is told of a mark that stands for several: the weightiest. */
const WEIGHT: Readonly<Record<Mark['kind'], number>> = {
  end: 6,
  fault: 5,
  action: 4,
  phase: 3,
  departure: 2,
  complete: 1,
  arrival: 0,
};

/** What happened, and what the plan is still going to do. */
export function barMarks(marks: readonly Mark[], header: RunHeader, startedAt: number, span: TimeSpan): BarMark[] {
  const planned = header.timeline
    .map(({ at, action, peers }) => ({ t: startedAt + at, kind: 'action' as const, label: action, peers, detail: '' }))
    .filter(
      ({ t }) => t > span.to - 1 || !marks.some((mark) => mark.kind === 'action' && Math.abs(mark.t - t) < 2_000),
    );
  const sorted = [...marks, ...planned].sort((a, b) => a.t - b.t);
  const groups: Mark[][] = [];
  let begin = Number.NEGATIVE_INFINITY;
  for (const mark of sorted) {
    const at = fractionOf(span, mark.t);
    if (mark.t > span.to) continue;
    if (at - begin > NEAR) {
      begin = at;
      groups.push([]);
    }
    groups.at(-1)?.push(mark);
  }
  return groups.map((group) => barMark(group, span));
}

function barMark(group: readonly Mark[], span: TimeSpan): BarMark {
  const heaviest = group.reduce((best, mark) => (WEIGHT[mark.kind] > WEIGHT[best.kind] ? mark : best));
  const byWeight = [...group].sort((a, b) => WEIGHT[b.kind] - WEIGHT[a.kind]);
  const texts = byWeight.slice(0, MOST_NAMED).map(markText);
  const rest = group.length - texts.length;
  return {
    at: fractionOf(span, heaviest.t),
    t: heaviest.t,
    kind: heaviest.kind,
    text: rest > 0 ? `${texts.join(', ')} and ${rest} more` : texts.join(', '),
  };
}

function markText({ kind, label, peers, detail }: Mark): string {
  const who = peers.length > MOST_NAMED ? `${peers.length} peers` : peers.join(', ');
  switch (kind) {
    case 'arrival':
      return `${who} arrives`;
    case 'complete':
      return `${who} is complete`;
    case 'departure':
      return `${who} leaves`;
    case 'fault':
      return `fault at ${who}: ${detail}`;
    case 'phase':
    case 'end':
      return label;
    case 'action':
      return [label, who, detail].filter((part) => part !== '').join(' ');
  }
}
