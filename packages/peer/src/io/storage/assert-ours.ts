import { lstatSync } from 'node:fs';
import type { Metainfo } from '@seedbed/protocol';
import type { ContentPlace } from './content-place.ts';
import { StorageError, systemCode, toStorageError } from './storage-error.ts';

const holdsBytes = (path: string): boolean => {
  try {
    return lstatSync(path).size > 0;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw toStorageError(error, path);
  }
};

/**
 * Content under the final name of which no piece is right is somebody else's: it would be overwritten and not repaired.
 * To be called when that is so. Files of no bytes are nobody's loss.
 *
 * @throws StorageError `foreign`
 */
export function assertOurs(metainfo: Metainfo, place: ContentPlace): void {
  const isForeign = metainfo.files.some((_, file) => place.hasFinal(file) && holdsBytes(place.finalPathOf(file)));
  if (!isForeign) return;
  throw new StorageError(
    'foreign',
    `${place.finalPath} is there already and holds nothing of this torrent: move it away, or --force to replace it`,
  );
}
