import { join } from 'node:path';
import { unfinishedName } from '../storage/content-place.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { HeldLock } from './held-lock.ts';
import { lockByMarker } from './marker-lock.ts';
import { lockBySocket } from './socket-lock.ts';

/**
 * Takes the content of a torrent for this process: two daemons that write the same files would destroy each other's work.
 * However the process ends, the lock ends with it.
 *
 * @param dir real path of the folder; @param name of the content in it
 * @throws StorageError `in-use`
 */
export async function lockContent(dir: string, name: string): Promise<HeldLock> {
  const locks: HeldLock[] = [];
  const release = async (): Promise<void> => void (await Promise.all(locks.map((lock) => lock.release())));
  // Both names: what is unfinished content to one torrent may be the content of another.
  for (const path of [join(dir, name), join(dir, unfinishedName(name))]) {
    const lock = await lockPath(path);
    if (lock === undefined) {
      await release();
      throw new StorageError(
        'in-use',
        `${join(dir, name)} is in use by another daemon (or twice in this one); stop that one first`,
      );
    }
    locks.push(lock);
  }
  return { release };
}

/** `undefined` when somebody else has it. */
const lockPath = (path: string): Promise<HeldLock | undefined> =>
  process.platform === 'linux' || process.platform === 'win32' ? lockBySocket(path) : lockByMarker(path);
