import type { Bitfield, Metainfo } from '@seedbed/protocol';
import { type ContentCheck, checkContent } from './io/storage/check-content.ts';
import { ContentPlace } from './io/storage/content-place.ts';
import type { FileProblem } from './io/storage/inspect-files.ts';
import { targetFolder } from './io/storage/target-folder.ts';

export interface VerifyOptions {
  /** Pieces looked at so far, and all of them. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** What was found of a torrent's content in a folder. */
export interface Inspection extends Pick<ContentCheck, 'have' | 'problems'> {
  /** Path of the file or folder that was looked at. */
  readonly path: string;
  /** Whether it has its final name; an unfinished download is called `NAME.part`. */
  readonly isFinal: boolean;
  /** Every piece is correct, every file has its length, and all is under its final name. */
  readonly isComplete: boolean;
}

/**
 * Hashes the content of a torrent in `dir` and says what is missing or wrong. Changes nothing.
 *
 * @throws StorageError when `dir` is no folder
 */
export async function inspectTorrent(
  metainfo: Metainfo,
  dir: string,
  options: VerifyOptions = {},
): Promise<Inspection> {
  const place = new ContentPlace(targetFolder(dir, false), metainfo);
  const check = await checkContent(metainfo, place, { ...options, isIdle: true });
  const { have } = check;
  const problems = place.isSplit ? problemsOfNamed(metainfo, place, check) : check.problems;
  const isComplete = place.isFinal && have.isFull && problems.length === 0;
  return { have, problems, path: place.path, isFinal: place.isFinal, isComplete };
}

/** Where some files have their names, the others are missing, whatever lies below `NAME.part` of them. */
function problemsOfNamed({ files }: Metainfo, place: ContentPlace, { problems }: ContentCheck): FileProblem[] {
  const ofNamed = new Map(problems.map((problem) => [problem.file, problem]));
  return files.flatMap(({ padding }, file) => {
    if (padding || place.hasFinal(file)) return ofNamed.get(file) ?? [];
    return { file, path: place.finalPathOf(file), problem: 'missing' as const };
  });
}

/**
 * The pieces of a torrent that are in `dir` and correct.
 *
 * @throws StorageError when `dir` is no folder
 */
export async function verifyTorrent(
  metainfo: Metainfo,
  dir: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Bitfield> {
  return (await inspectTorrent(metainfo, dir, onProgress === undefined ? {} : { onProgress })).have;
}
