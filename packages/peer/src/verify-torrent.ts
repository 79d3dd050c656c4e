import type { Bitfield, Metainfo } from '@seedbed/protocol';
import { type ContentCheck, checkContent } from './io/storage/check-content.ts';
import { ContentPlace } from './io/storage/content-place.ts';
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
  const place = new ContentPlace(targetFolder(dir, false), metainfo.name);
  const { have, problems } = await checkContent(metainfo, place.dir, place.name, { ...options, isIdle: true });
  const isComplete = place.isFinal && have.isFull && problems.length === 0;
  return { have, problems, path: place.path, isFinal: place.isFinal, isComplete };
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
