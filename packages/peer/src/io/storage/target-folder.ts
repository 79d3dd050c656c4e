import { realpathSync } from 'node:fs';
import { makeFolders } from './make-folders.ts';
import { StorageError, systemCode, toStorageError } from './storage-error.ts';

/**
 * The folder that a user named, as a real path: links on the way to it are the user's own and are followed.
 *
 * @param make makes it, and the folders to it, when it is missing
 * @throws StorageError when it is a file, is missing, or cannot be made
 */
export function targetFolder(dir: string, make: boolean): string {
  try {
    if (make) makeFolders(dir);
    return realpathSync(dir);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new StorageError('not-a-folder', `${dir} is a file, or lies below one; a folder is needed there`);
    }
    if (code === 'ENOENT') throw new StorageError('not-a-folder', `there is no folder ${dir}`);
    throw toStorageError(error, dir);
  }
}
