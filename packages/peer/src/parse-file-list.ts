import { type Metainfo, type NumberedFile, numberedFiles, withoutControls } from '@seedbed/protocol';
import { formatCount, nearestName, type Parsed, parsed, unreadable } from '@seedbed/settings';
import { matchesPattern } from './matches-pattern.ts';

/** More files than this are not looked through for one whose name is nearly what was written. */
const MOST_NAMES = 1_000;

/** What a list is read against. */
interface Choice {
  readonly name: string;
  readonly files: readonly NumberedFile[];
  /** The path of each file below the folder of the torrent, in the same order. */
  readonly paths: readonly string[];
}

/**
 * Reads which files of a torrent are meant: `1,3-5`, paths, folders and patterns, separated by commas. A path may stand
 * behind the name of the torrent, as `seedbed show --json` prints it. In a pattern `*` stands for any characters, `/` too.
 * What looks like a number or a range is one; whatever a file is called, it has a number.
 *
 * @param lists that count together; one that is a path as a whole is that path, commas and all
 * @returns the indices in `metainfo.files`, in order, none twice
 */
export const parseFileList = (
  lists: readonly string[],
  { name, files, multiFile }: Pick<Metainfo, 'name' | 'files' | 'multiFile'>,
): Parsed<readonly number[]> => {
  const numbered = numberedFiles(files);
  const paths = numbered.map(({ file: { path } }) => path.slice(multiFile ? 1 : 0).join('/'));
  const choice: Choice = { name, files: numbered, paths };
  const chosen = new Set<number>();
  for (const list of lists) {
    const isPath = list.includes(',') && inside(list, choice).length > 0;
    for (const item of isPath ? [list] : list.split(',')) {
      const found = isPath ? parsed(inside(item, choice)) : readItem(item.trim(), choice);
      if (!found.ok) return found;
      for (const place of found.value) chosen.add(place);
    }
  }
  return parsed(numbered.filter((_, place) => chosen.has(place)).map(({ index }) => index));
};

/** Answers places in `choice.files`. */
const readItem = (item: string, choice: Choice): Parsed<readonly number[]> => {
  if (item === '') return unreadable('there is nothing where a file should be named; write for example 1,3-5');
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(item) ?? [];
  if (first !== undefined && last !== undefined) return readRange(first, last, choice);
  const found = item.includes('*') ? matching(item, choice) : inside(item, choice);
  return found.length > 0 ? parsed(found) : unreadable(nothingCalled(item, choice));
};

const readRange = (from: string, to: string, { name, files }: Choice): Parsed<readonly number[]> => {
  const [first, last] = [Number(from), Number(to)];
  if (first > last) return unreadable(`'${from}-${to}' runs backwards; write ${to}-${from}`);
  const unknown = [from, to].find((number) => Number(number) < 1 || Number(number) > files.length);
  if (unknown !== undefined) {
    const range = files.length > 1 ? `, numbered 1 to ${files.length}` : '';
    return unreadable(`there is no file ${unknown}; ${shown(name)} has ${formatCount(files.length, 'file')}${range}`);
  }
  return parsed(Array.from({ length: last - first + 1 }, (_, step) => first - 1 + step));
};

const placesWhere = ({ paths }: Choice, isMeant: (path: string) => boolean): number[] =>
  paths.flatMap((path, place) => (isMeant(path) ? [place] : []));

/** The file of this path, or all files in the folder. */
const inside = (text: string, choice: Choice): number[] => {
  const wanted = text.endsWith('/') ? text.slice(0, -1) : text;
  return placesWhere(choice, (path) =>
    [path, `${choice.name}/${path}`].some((known) => known === wanted || known.startsWith(`${wanted}/`)),
  );
};

const matching = (pattern: string, choice: Choice): number[] =>
  placesWhere(choice, (path) => matchesPattern(pattern, path) || matchesPattern(pattern, `${choice.name}/${path}`));

/** A foreign name, fit for a terminal. */
const shown = (text: string): string => withoutControls(text, '?');

const nothingCalled = (item: string, { name, paths }: Choice): string => {
  const nearest = paths.length > MOST_NAMES || item.includes('*') ? undefined : nearestName(item, paths);
  const hint = nearest === undefined ? 'seedbed show lists the files' : `did you mean ${shown(nearest)}?`;
  return `nothing in ${shown(name)} is called '${shown(item)}'; ${hint}`;
};
