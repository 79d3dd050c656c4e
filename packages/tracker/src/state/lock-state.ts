import { createHash } from 'node:crypto';
import { access, constants, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { TrackerFileError } from '../tracker-file-error.ts';

/** Abstract sockets of Linux and named pipes of Windows lie in no folder and are gone with the process that made them. */
const PREFIXES: Partial<Record<NodeJS.Platform, string>> = {
  linux: '\0seedbed-tracker-',
  win32: '\\\\.\\pipe\\seedbed-tracker-',
};

/** A file of swarms that is this tracker's alone. */
export interface StateLock {
  release(): Promise<void>;
}

/**
 * Takes a file for this tracker: of two that write the same one each would undo what the other has written. Node has no
 * lock on files, but the system gives the name of a socket to one process, and frees it with that process, also after
 * `kill -9`. Trackers in different network namespaces do not see each other; on other systems nobody is kept out.
 *
 * @param path of a file that need not be there yet.
 * @throws TrackerFileError when another tracker has it, or nothing can be written in its folder.
 */
export async function lockState(path: string): Promise<StateLock> {
  // The folder's real name, whatever way leads there; the file itself is replaced, so a link in its place is no way.
  const place = join(await writableFolder(dirname(path)), basename(path));
  const prefix = PREFIXES[process.platform];
  if (prefix === undefined) return { release: () => Promise.resolve() };
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await new Promise<void>((resolve, reject) => {
    // Later ones are about connections that nobody needs.
    server.on('error', (error: NodeJS.ErrnoException) => reject(toFileError(error, path)));
    server.listen(prefix + createHash('sha1').update(place).digest('hex'), resolve);
  });
  return { release: () => new Promise((released) => void server.close(() => released())) };
}

/** The real name of a folder. What can't be written is better known at the start than a quarter of a minute later. */
async function writableFolder(folder: string): Promise<string> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (error) {
    const text = `the state can't be kept in ${folder}: ${(error as Error).message}`;
    throw new TrackerFileError(text, { cause: error });
  }
}

function toFileError(error: NodeJS.ErrnoException, path: string): TrackerFileError {
  const text =
    error.code === 'EADDRINUSE'
      ? `${path} is in use by another tracker: stop that one, or name another file with --state`
      : `the state ${path} can't be taken for this tracker alone: ${error.message}`;
  return new TrackerFileError(text, { cause: error });
}
