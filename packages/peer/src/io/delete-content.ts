import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Metainfo } from '@seedbed/protocol';
import { lockContent } from './lock/content-lock.ts';
import { ContentPlace } from './storage/content-place.ts';
import { removeFileInside, removeFoldersInside } from './storage/remove-inside.ts';
import { targetFolder } from './storage/target-folder.ts';

/** Files that are deleted between two turns of the event loop. */
const FILES_A_TURN = 200;

/**
 * Deletes the files of a torrent, finished or not, and the folders that are empty then. Whatever else lies in those
 * folders stays, and no symbolic link is followed or deleted.
 *
 * @param within where the folder has to lie, wherever links lead
 * @returns how many files were deleted
 * @throws StorageError when the content is in use, or the system refuses
 */
export async function deleteContent(metainfo: Metainfo, dir: string, within?: string): Promise<number> {
  const root = targetFolder(dir, false, within);
  const lock = await lockContent(root, metainfo.name);
  try {
    const place = new ContentPlace(root, metainfo);
    const paths = metainfo.files.flatMap(({ padding }, file) => (padding ? [] : [place.namesOf(file)]));
    let deleted = 0;
    for (const [index, path] of paths.entries()) {
      if (index % FILES_A_TURN === FILES_A_TURN - 1) await nextTurn();
      if (removeFileInside(root, path)) deleted++;
    }
    removeFoldersInside(root, paths);
    return deleted;
  } finally {
    await lock.release();
  }
}
