import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = 'docs/protocol.md';

/** A test that the page names: its file, from the root, and its title. */
interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** The rows of all tables, without their heads. */
const rowsOf = (page: string): string[] =>
  page.split('\n').filter((line, at, lines) => /^\| /.test(line) && !/^\|---/.test(lines[at + 1] ?? ''));

/** What the last cell of a row names: a link to a file, then titles of its tests in italics. */
const namedIn = (row: string): NamedTest[] => {
  const cell = row.split(' | ').at(-1) ?? '';
  return [...cell.matchAll(/\]\(\.\.\/([^)]+)\)([^[]*)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => ({ file, title })),
  );
};

/** Whether a call in the source has the title as its first argument, as a test or a group of tests has. */
const hasTitle = (source: string, title: string): boolean =>
  ["'", '"', '`'].some((quote) =>
    source
      .split(`${quote}${title}${quote}`)
      .slice(0, -1)
      .some((before) => /\(\s*$/.test(before)),
  );

const isThere = ({ file, title }: NamedTest): boolean =>
  existsSync(join(ROOT, file)) && hasTitle(readFileSync(join(ROOT, file), 'utf8'), title);

describe('the page on the protocol', () => {
  const rows = rowsOf(readFileSync(join(ROOT, PAGE), 'utf8'));

  test('has a test for each of its rules', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([]);
  });

  test.each(rows.flatMap(namedIn))('$file holds "$title"', (named) => {
    expect(isThere(named)).toBe(true);
  });

  test('is not believed when it names what does not exist', () => {
    const file = 'test/workspace/protocol-page.test.ts';
    expect(isThere({ file, title: 'has a test for each of its rules' })).toBe(true);
    expect(isThere({ file, title: 'has a test' })).toBe(false);
    expect(isThere({ file: 'test/nowhere.test.ts', title: 'has a test for each of its rules' })).toBe(false);
    expect(namedIn(`| a | b | [x](../${file}) *one*, *two*; [y](../b.ts) *three* |`)).toEqual([
      { file, title: 'one' },
      { file, title: 'two' },
      { file: 'b.ts', title: 'three' },
    ]);
  });
});
