import type { MatrixEntry } from './matrix-entry.ts';

/** How a pairing ended. */
export type Outcome =
  | { readonly state: 'ok' }
  /** All is well, and the client did something else than clients should. */
  | { readonly state: 'odd'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'skipped'; readonly reason: string }
  /** The client does not know how. */
  | { readonly state: 'unable'; readonly reason: string };

export interface MatrixResult {
  readonly entry: MatrixEntry;
  readonly outcome: Outcome;
}

const WORDS = { ok: 'ok', odd: 'ok, odd', failed: 'FAILED', skipped: 'skipped', unable: "can't" } as const;

const rowOf = ({ client, direction }: MatrixEntry): string => `${client}, ${direction}`;
/** Its title, a part a line. */
const columnOf = ({ tracker, route, content }: MatrixEntry): readonly string[] => [tracker, route, content];
const columnKey = (entry: MatrixEntry): string => columnOf(entry).join(', ');

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

/** Who or what a reason is about: a client that is missing is missing everywhere. */
const placeOf = ({ entry, outcome }: MatrixResult): string => {
  switch (outcome.state) {
    case 'ok':
    case 'skipped':
      return entry.client;
    case 'unable':
      return `${entry.client}, ${entry.route}`;
    case 'odd':
      return `${rowOf(entry)}, ${entry.route}`;
    case 'failed':
      return `${rowOf(entry)}, ${columnKey(entry)}`;
  }
};

/** Why some are not ok, each reason once. */
const reasons = (results: readonly MatrixResult[]): readonly string[] =>
  unique(
    results.flatMap((result) => {
      const { outcome } = result;
      return outcome.state === 'ok' ? [] : [`${WORDS[outcome.state]}: ${placeOf(result)}: ${outcome.reason}`];
    }),
  );

/**
 * The matrix as lines of text: clients and directions down, trackers, ways to them and contents across, and below it what
 * there is to say about those that are not `ok`. Clients come by name, since results come in any order.
 */
export const formatMatrix = (results: readonly MatrixResult[]): readonly string[] => {
  const sorted = results.toSorted((a, b) => a.entry.client.localeCompare(b.entry.client));
  const rows = unique(sorted.map(({ entry }) => rowOf(entry)));
  const columns = [...new Map(sorted.map(({ entry }) => [columnKey(entry), columnOf(entry)]))];
  const word = (row: string, column: string): string => {
    const found = results.find(({ entry }) => rowOf(entry) === row && columnKey(entry) === column);
    return found === undefined ? '' : WORDS[found.outcome.state];
  };
  const head = [0, 1, 2].map((line) => ['', ...columns.map(([, title]) => title[line] ?? '')]);
  const body = rows.map((row) => [row, ...columns.map(([key]) => word(row, key))]);
  const notes = reasons(sorted);
  return [...aligned([...head, ...body]), ...(notes.length === 0 ? [] : ['', ...notes])];
};
