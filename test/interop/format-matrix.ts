import type { MatrixEntry } from './matrix-entry.ts';

/** How a pairing ended. */
export type Outcome =
  | { readonly state: 'ok' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'skipped'; readonly reason: string };

export interface MatrixResult {
  readonly entry: MatrixEntry;
  readonly outcome: Outcome;
}

const WORDS = { ok: 'ok', failed: 'FAILED', skipped: 'skipped' } as const;

const rowOf = ({ client, direction }: MatrixEntry): string => `${client}, ${direction}`;
const columnOf = ({ tracker, content }: MatrixEntry): string => `${tracker}, ${content}`;

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Columns of text side by side. */
const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** Why some are not ok, each reason once: a client that is missing is missing everywhere. */
const reasons = (results: readonly MatrixResult[]): readonly string[] =>
  unique(
    results.flatMap(({ entry, outcome }) => {
      if (outcome.state === 'ok') return [];
      const where = outcome.state === 'skipped' ? entry.client : `${rowOf(entry)}, ${columnOf(entry)}`;
      return [`${outcome.state}: ${where}: ${outcome.reason}`];
    }),
  );

/**
 * The matrix as lines of text: clients and directions down, trackers and contents across, and below it what there is to
 * say about those that are not `ok`. Clients come by name, since results come in any order.
 */
export const formatMatrix = (results: readonly MatrixResult[]): readonly string[] => {
  const sorted = results.toSorted((a, b) => a.entry.client.localeCompare(b.entry.client));
  const rows = unique(sorted.map(({ entry }) => rowOf(entry)));
  const columns = unique(sorted.map(({ entry }) => columnOf(entry)));
  const word = (row: string, column: string): string => {
    const found = results.find(({ entry }) => rowOf(entry) === row && columnOf(entry) === column);
    return found === undefined ? '' : WORDS[found.outcome.state];
  };
  const table = [['', ...columns], ...rows.map((row) => [row, ...columns.map((column) => word(row, column))])];
  const notes = reasons(sorted);
  return [...aligned(table), ...(notes.length === 0 ? [] : ['', ...notes])];
};
