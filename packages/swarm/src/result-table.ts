import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import type { PeerSummary, RunSummary } from './run-summary.ts';

const LEECH_HEADINGS = ['leech', 'time', 'rate', 'from seeds', 'from leeches', 'sha-256'] as const;
const GROUP_HEADINGS = ['group', 'peers', 'complete', 'first', 'median', 'last', 'from seeds', 'check'] as const;
/** More lines than a screen has say less than a line for each group. */
const MOST_LINES = 40;

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.round((part / whole) * 100)}%`);

/** From its start to its last verified piece, ms. */
const timeOf = ({ startedAt, completedAt }: PeerSummary): number | null =>
  startedAt === null || completedAt === null ? null : completedAt - startedAt;

const verdict = ({ verified, differs, received }: PeerSummary, length: number): string => {
  if (verified !== null) return verified ? 'equal' : `differs: ${differs}`;
  return received < length ? `incomplete, ${Math.floor((received / length) * 100)}%` : 'not checked';
};

const leechRow = (leech: PeerSummary, length: number): string[] => {
  const { received, fromSeeds } = leech;
  const time = timeOf(leech);
  return [
    leech.name,
    time === null ? '-' : formatDuration(time),
    time === null ? '-' : formatRate((length * 1_000) / Math.max(1, time)),
    percent(fromSeeds, received),
    percent(received - fromSeeds, received),
    verdict(leech, length),
  ];
};

const groupRow = (group: string, leeches: readonly PeerSummary[], length: number): string[] => {
  const times = leeches
    .map(timeOf)
    .filter((time) => time !== null)
    .sort((a, b) => a - b);
  const at = (share: number): string => {
    const time = times[Math.floor(share * (times.length - 1))];
    return time === undefined ? '-' : formatDuration(time);
  };
  const received = leeches.reduce((sum, leech) => sum + leech.received, 0);
  const fromSeeds = leeches.reduce((sum, leech) => sum + leech.fromSeeds, 0);
  const wrong = leeches.find(({ verified }) => verified === false);
  const equal = leeches.filter(({ verified }) => verified === true).length;
  return [
    group,
    String(leeches.length),
    String(times.length),
    ...[at(0), at(0.5), at(1)],
    percent(fromSeeds, received),
    wrong === undefined ? `${equal} equal` : `${wrong.name} ${verdict(wrong, length)}`,
  ];
};

/** Columns as wide as their widest cell; numbers stand to the right, the first and the last column to the left. */
const align = (rows: readonly (readonly string[])[]): string[] => {
  const [headings = []] = rows;
  const widths = headings.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
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

const leechesOf = ({ peers }: RunSummary): PeerSummary[] => peers.filter(({ role }) => role === 'leech');

/** One line that says how the run ended. */
export const summaryLine = (summary: RunSummary): string => {
  const { content, figures, outcome, reason, peers } = summary;
  const leeches = leechesOf(summary);
  const equal = leeches.filter(({ verified }) => verified === true).length;
  if (outcome !== 'verified' || content === null || figures === null) {
    return `${reason ?? outcome}; ${equal} of ${formatCount(leeches.length, 'leech', 'leeches')} verified`;
  }
  const seeds = formatCount(peers.length - leeches.length, 'seed');
  const holds =
    equal === leeches.length
      ? formatCount(equal, 'leech holds', 'leeches hold')
      : `${equal} of ${leeches.length} leeches hold`;
  const after = figures.lastCompletion === null ? '' : ` after ${formatDuration(figures.lastCompletion)}`;
  return `verified: ${holds} exactly the source's ${formatSize(content.length)}${after}; ${seeds} sent ${figures.seedCopies.atEnd.toFixed(2)} copies`;
};

/** The table of a run as people read it at its end: a line for each leech, or for each group where there are many. */
export const resultTable = (summary: RunSummary): string[] => {
  const length = summary.content?.length ?? 0;
  const leeches = leechesOf(summary);
  if (leeches.length <= MOST_LINES) return align([LEECH_HEADINGS, ...leeches.map((leech) => leechRow(leech, length))]);
  const groups = [...new Set(leeches.map(({ group }) => group))];
  return align([
    GROUP_HEADINGS,
    ...groups.map((group) =>
      groupRow(
        group,
        leeches.filter((leech) => leech.group === group),
        length,
      ),
    ),
  ]);
};
