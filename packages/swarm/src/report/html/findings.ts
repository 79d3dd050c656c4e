import { formatCount } from '@seedbed/settings';
import type { ReportedRun } from '../reported-run.ts';
import { timeText } from './words.ts';

/** What each picture of a single run shows, in the words above it. */
export interface Findings {
  readonly completions: string;
  readonly progress: string;
  readonly exchange: string;
  readonly rates: string;
  readonly availability: string;
  readonly unchokes: string;
  readonly tracker: string;
}

/** What stands above the pictures of several runs: what they show, not what they say. */
const SUBJECTS: Findings = {
  completions: 'Who is complete when',
  progress: 'Pieces against time',
  exchange: 'Who sent to whom',
  rates: 'What groups send and receive',
  availability: 'Copies of a piece',
  unchokes: 'Whom a peer serves',
  tracker: 'The tracker’s side',
};

/** The words above the pictures. */
export function findingsOf(runs: readonly ReportedRun[]): Findings {
  const [run] = runs;
  if (run === undefined || runs.length > 1) return SUBJECTS;
  return {
    ...SUBJECTS,
    completions: completions(run) ?? SUBJECTS.completions,
    progress: progress(run) ?? SUBJECTS.progress,
    exchange: exchange(run) ?? SUBJECTS.exchange,
    rates: rates(run) ?? SUBJECTS.rates,
    availability: availability(run) ?? SUBJECTS.availability,
    tracker: tracker(run) ?? SUBJECTS.tracker,
  };
}

function completions({ summary: { figures } }: ReportedRun): string | undefined {
  if (figures?.firstCompletion == null) return undefined;
  const { completions: times, firstCompletion } = figures;
  if (times === null || times.count === 1) return `One leech completed, after ${timeText(firstCompletion)}`;
  return `The first leech was complete after ${timeText(firstCompletion)}, the last of ${times.count} after ${timeText(times.most)}`;
}

function progress({ summary: { figures } }: ReportedRun): string | undefined {
  if (figures?.allOutAt == null) return figures == null ? undefined : 'Not every piece ever left the seeds';
  const copies = figures.seedCopies.whenAllOut;
  const sent = copies === null ? '' : `; by then the seeds had sent ${copies.toFixed(2)} copies`;
  return `Every piece was out after ${timeText(figures.allOutAt)}${sent}`;
}

function exchange({ model }: ReportedRun): string | undefined {
  if (model.groups.some(({ isForeign }) => isForeign)) return undefined;
  const { bytes, groups } = model.exchange;
  const isSeed = (row: number): boolean => model.groups[groups[row] ?? 0]?.role === 'seed';
  const sums = bytes.map((row) => row.reduce((sum, cell) => sum + cell, 0));
  const all = sums.reduce((sum, cell) => sum + cell, 0);
  if (all === 0) return undefined;
  const bySeeds = sums.filter((_, row) => isSeed(row)).reduce((sum, cell) => sum + cell, 0);
  return `Leeches got ${Math.round((1 - bySeeds / all) * 100)}\u00a0% of their bytes from each other`;
}

function rates({ summary: { figures } }: ReportedRun): string | undefined {
  const uses = figures?.uplinks ?? [];
  if (uses.length === 0) return undefined;
  const told = uses.map(({ group, share }) => `${group} ${Math.round(share * 100)}\u00a0%`);
  return `Uplinks in use: ${told.join(', ')}`;
}

function availability({ model: { availability: curve, peers } }: ReportedRun): string | undefined {
  if (curve.least.length === 0 || peers.every(({ role }) => role === 'leech')) return undefined;
  const least = Math.min(...curve.least);
  if (least > 0) return `There was never less than ${formatCount(least, 'copy', 'copies')} of a piece`;
  const lost = curve.times.reduce(
    (sum, t, place) => (curve.least[place] === 0 ? sum + (curve.times[place + 1] ?? t) - t : sum),
    0,
  );
  return `For ${timeText(lost)} some piece was nowhere to be had`;
}

function tracker({ model }: ReportedRun): string | undefined {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const answered = sum(model.tracker.answered);
  const failed = sum(model.tracker.failed);
  if (answered + failed === 0) return undefined;
  const failures = failed === 0 ? 'none failed' : `${failed} failed`;
  return `The tracker answered ${formatCount(answered, 'announce')}; ${failures}`;
}
