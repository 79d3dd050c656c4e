import type { Bitfield, Metainfo } from '@seedbed/protocol';
import { type ContentLock, lockContent } from '../folder-lock.ts';
import { assertOurs } from './assert-ours.ts';
import { type ContentCheck, checkContent } from './check-content.ts';
import type { OpenFiles } from './open-files.ts';
import { StorageError } from './storage-error.ts';
import { targetFolder } from './target-folder.ts';
import { TorrentStorage } from './torrent-storage.ts';

export interface OpenContentOptions {
  /** Folder that the content lies in, or comes to; made when it is missing. */
  readonly dir: string;
  /** The content is only read: no lock is taken, so that several seeds may share it, and it must be complete. */
  readonly readOnly: boolean;
  /** Content under the final name that is not the torrent's is replaced. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Pieces that were looked at so far, and all of them. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The content of a torrent, ours alone unless it is only read, and what of it is there. */
export interface OpenedContent {
  readonly storage: TorrentStorage;
  readonly have: Bitfield;
  /** Closes the files and lets others have the content. */
  close(): Promise<void>;
}

/** Only read: nothing to release. */
const noLock: ContentLock = { release: async () => {} };

/**
 * Takes the content of a torrent and hashes what is there of it. Content that turns out to be complete has its final
 * name afterwards.
 *
 * @throws StorageError when it is in use, when what is there is not the torrent's, when something else stands in the place of a file or folder, when it is not
 *   complete and was only to be read, or when the disk refuses
 */
export async function openContent(
  metainfo: Metainfo,
  openFiles: OpenFiles,
  options: OpenContentOptions,
): Promise<OpenedContent> {
  const { readOnly, signal, onProgress } = options;
  const dir = targetFolder(options.dir, !readOnly);
  const lock = readOnly ? noLock : await lockContent(dir, metainfo.name);
  try {
    const storage = new TorrentStorage(metainfo, dir, openFiles);
    const check = await checkContent(metainfo, dir, storage.place.name, { signal, ...(onProgress && { onProgress }) });
    assertUsable(check, storage, readOnly);
    if (check.have.isEmpty && !readOnly && !options.force) assertOurs(metainfo, storage.place);
    if (check.have.isFull && !readOnly) storage.finish();
    const close = async (): Promise<void> => {
      storage.close();
      await lock.release();
    };
    return { storage, have: check.have, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function assertUsable({ have, problems }: ContentCheck, { place }: TorrentStorage, readOnly: boolean): void {
  for (const { error } of problems) if (error !== undefined) throw error;
  if (!readOnly || (have.isFull && place.isFinal && problems.length === 0)) return;
  throw new StorageError(
    'incomplete',
    `${place.finalPath} is not complete: ${have.count} of ${have.length} pieces are right; it was only to be read`,
  );
}
