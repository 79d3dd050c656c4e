import { realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { makeFolders } from './make-folders.ts';
import { StorageError, systemCode, toStorageError } from './storage-error.ts';

/** The real path of the deepest folder on the way to `path` that is there. */
const deepestThere = (path: string): string => {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || path === dirname(path)) throw error;
    return deepestThere(dirname(path));
  }
};

/** @param folder @param root as real paths */
const isInside = (folder: string, root: string): boolean =>
  folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);

/**
 * The folder that a user named, as a real path: links on the way to it are the user's own and are followed.
 *
 * @param make makes it, and the folders to it, when it is missing
 * @param within where it has to lie, wherever links on the way to it lead: nothing is made outside
 * @throws StorageError when it is a file, is missing, lies outside, or cannot be made
 */
export function targetFolder(dir: string, make: boolean, within?: string): string {
  const assertWithin = (folder: string): void => {
    if (within === undefined || isInside(folder, realpathSync(within))) return;
    throw new StorageError('outside', `${dir} leads out of ${within} by a symbolic link; name a folder inside of it`);
  };
  try {
    if (make && within !== undefined) makeFolders(within);
    assertWithin(deepestThere(resolve(dir)));
    if (make) makeFolders(dir);
    const folder = realpathSync(dir);
    // Once more: a link may have come while the folders were made.
    assertWithin(folder);
    return folder;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new StorageError('not-a-folder', `${dir} is a file, or lies below one; a folder is needed there`);
    }
    if (code === 'ENOENT') throw new StorageError('not-a-folder', `there is no folder ${dir}`);
    throw toStorageError(error, dir);
  }
}
