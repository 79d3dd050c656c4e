import { constants, type FileHandle, open } from 'node:fs/promises';
import { TrackerFileError } from './tracker-file-error.ts';

/**
 * Opens a file without waiting: a pipe would hold up the start until somebody opens its other end, and no signal ends that.
 *
 * @param flags beside `O_NONBLOCK`, such as `O_RDONLY`.
 * @param takes what is right beside regular files.
 * @throws errors of the system; TrackerFileError when it is no such file.
 */
export async function openFile(
  path: string,
  flags: number,
  takes: 'files' | 'devices too' = 'files',
): Promise<FileHandle> {
  const file = await open(path, flags | constants.O_NONBLOCK);
  const stats = await file.stat();
  if (stats.isFile() || (takes === 'devices too' && stats.isCharacterDevice())) return file;
  await file.close();
  throw new TrackerFileError(`${path} is no regular file: name one that is, or one that is yet to be made`);
}
