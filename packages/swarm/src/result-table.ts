import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import type { LeechResult, SwarmResult } from './swarm-result.ts';

const HEADINGS = ['leech', 'time', 'rate', 'from seeds', 'from leeches', 'sha-256'] as const;

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.round((part / whole) * 100)}%`);

const verdict = ({ verified, differs, bytes }: LeechResult, length: number): string => {
  if (verified !== null) return verified ? 'equal' : `differs: ${differs}`;
  return bytes < length ? `incomplete, ${Math.floor((bytes / length) * 100)}%` : 'not checked';
};

const row = (leech: LeechResult, length: number): string[] => {
  const received = leech.fromSeeds + leech.fromLeeches;
  return [
    leech.name,
    leech.time === null ? '-' : formatDuration(leech.time),
    leech.rate === null ? '-' : formatRate(leech.rate),
    percent(leech.fromSeeds, received),
    percent(leech.fromLeeches, received),
    verdict(leech, length),
  ];
};

/** Columns as wide as their widest cell; numbers stand to the right, the first and the last column to the left. */
const align = (rows: readonly (readonly string[])[]): string[] => {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => {
        const left = column === 0 || column === cells.length - 1;
        return left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
};

/** One line that says how the run ended. */
export const summaryLine = (result: SwarmResult): string => {
  const { content, leeches, leechesWanted, seeds, time, seedCopies } = result;
  const equal = leeches.filter(({ verified }) => verified === true).length;
  if (result.outcome !== 'verified' || content === null || time === null) {
    return `${result.reason ?? result.outcome}; ${equal} of ${formatCount(leechesWanted, 'leech', 'leeches')} verified`;
  }
  const sent = `${formatCount(seeds, 'seed')} sent ${seedCopies.toFixed(2)} copies`;
  return `verified: ${formatCount(equal, 'leech holds', 'leeches hold')} exactly the source's ${formatSize(content.length)} after ${formatDuration(time)}; ${sent}`;
};

/** The table of a run, a line for each leech, as people read it at its end. */
export const resultTable = ({ leeches, content }: SwarmResult): string[] =>
  align([HEADINGS, ...leeches.map((leech) => row(leech, content?.length ?? 0))]);
