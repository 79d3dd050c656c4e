import { parseFileList } from '@seedbed/peer';
import { type Metainfo, numberedFiles } from '@seedbed/protocol';
import { formatCount } from '@seedbed/settings';
import { usageProblem } from './problem.ts';

/** Indices in the files of a torrent; `undefined` where nothing was chosen, which means all. */
export type ChosenFiles = readonly number[] | undefined;

/** Reads what was given as `--files`. @throws Problem with the status of wrong usage */
export const chosenFiles = (lists: readonly string[], metainfo: Metainfo): ChosenFiles => {
  if (lists.length === 0) return undefined;
  const files = parseFileList(lists, metainfo);
  if (!files.ok) throw usageProblem(`--files: ${files.problem}`);
  return files.value;
};

/** `2 of 5 files`. */
export const countFiles = (metainfo: Metainfo, files: readonly number[]): string =>
  `${files.length} of ${formatCount(numberedFiles(metainfo.files).length, 'file')}`;

/** The chosen files as `seedbed show --json` names them. */
export const describeFiles = (metainfo: Metainfo, files: readonly number[]): unknown => {
  const chosen = new Set(files);
  return numberedFiles(metainfo.files)
    .filter(({ index }) => chosen.has(index))
    .map(({ number, file: { path, length } }) => ({ number, path: path.join('/'), length }));
};
