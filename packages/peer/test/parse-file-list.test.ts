import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../src/matches-pattern.ts';
import { parseFileList } from '../src/parse-file-list.ts';
import { fileTorrent, folderTorrent, someBytes } from './support/content.ts';

const file = (path: string, attr?: string) => ({
  path: path.split('/'),
  bytes: someBytes(10),
  ...(attr !== undefined && { attr }),
});

/** Padding has an index and no number. */
const ALBUM = folderTorrent(
  'album',
  [file('cd1/a.flac'), file('.pad/0', 'p'), file('cd1/b, c.flac'), file('cd2/a.flac'), file('cover.jpg'), file('7')],
  16,
);
const FILM = fileTorrent('film.mkv', someBytes(10), 16);

const indices = (...lists: string[]): unknown => {
  const read = parseFileList(lists, ALBUM);
  return read.ok ? read.value : read.problem;
};

describe('a list of files', () => {
  it.each<[string, number[]]>([
    ['1', [0]],
    ['2', [2]],
    ['4,1-2,1', [0, 2, 4]],
    [' 1 , 3 ', [0, 3]],
    ['1-5', [0, 2, 3, 4, 5]],
    ['cover.jpg', [4]],
    ['album/cover.jpg', [4]],
    ['cd1', [0, 2]],
    ['cd1/', [0, 2]],
    ['album', [0, 2, 3, 4, 5]],
    ['*', [0, 2, 3, 4, 5]],
    ['*.flac', [0, 2, 3]],
    ['cd*/a.*,5', [0, 3, 5]],
    ['cd1/b, c.flac', [2]],
    ['album/cd2/*', [3]],
  ])('%s', (list, files) => {
    expect(indices(list)).toEqual(files);
  });

  it('counts together with others', () => {
    expect(indices('5', 'cd1/b, c.flac', '1')).toEqual([0, 2, 5]);
    expect(parseFileList(['film.mkv'], FILM)).toEqual({ ok: true, value: [0] });
  });

  it.each<[string, string]>([
    ['', 'there is nothing where a file should be named; write for example 1,3-5'],
    ['1,,2', 'there is nothing where a file should be named; write for example 1,3-5'],
    ['0', 'there is no file 0; album has 5 files, numbered 1 to 5'],
    ['2-7', 'there is no file 7; album has 5 files, numbered 1 to 5'],
    ['9'.repeat(400), `there is no file ${'9'.repeat(400)}; album has 5 files, numbered 1 to 5`],
    ['4-2', "'4-2' runs backwards; write 2-4"],
    ['cove.jpg', "nothing in album is called 'cove.jpg'; did you mean cover.jpg?"],
    ['cd', "nothing in album is called 'cd'; seedbed show lists the files"],
    ['*.avi', "nothing in album is called '*.avi'; seedbed show lists the files"],
    ['.pad/0', "nothing in album is called '.pad/0'; seedbed show lists the files"],
    ['../cover.jpg', "nothing in album is called '../cover.jpg'; did you mean cover.jpg?"],
    ['\u001b[2J', "nothing in album is called '?[2J'; seedbed show lists the files"],
  ])('refuses %j', (list, problem) => {
    expect(indices(list)).toBe(problem);
  });
});

describe('a pattern', () => {
  it('matches what a regular expression does, with any number of stars', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '*'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (written, path) => {
        const asExpression = new RegExp(`^${written.replaceAll('*', '.*')}$`);
        expect(matchesPattern(written, path)).toBe(asExpression.test(path));
      }),
      { numRuns: 2_000 },
    );
  });
});
