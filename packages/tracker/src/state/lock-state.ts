import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, constants, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { TrackerFileError } from '../tracker-file-error.ts';
import { statePlace } from './state-place.ts';

/** Abstract sockets of Linux and named pipes of Windows lie in no folder and are gone with the process that made them. */
const PREFIXES: Partial<Record<NodeJS.Platform, string>> = {
  linux: '\0seedbed-tracker-',
  win32: '\\\\.\\pipe\\seedbed-tracker-',
};

/** Elsewhere a socket lies in a folder; not beside the state, because its path has 103 bytes at most on macOS. */
const ELSEWHERE = '/tmp/seedbed-tracker-';

/** A file of swarms that is this tracker's alone. */
export interface StateLock {
  /** The file itself, whatever links lead there. */
  readonly place: string;
  release(): Promise<void>;
}

/**
 * Takes a file for this tracker: of two that write the same one each would undo what the other has written. Node has no
 * lock on files, but the system gives the name of a socket to one process, and frees it with that process, also after
 * `kill -9`. Where the socket lies in a folder its file stays then, and nobody answers behind it: it is taken away. (Two
 * trackers that do so in the same moment may both start; nothing there is safe against it.) Trackers in different network
 * namespaces do not see each other.
 *
 * @param path of a file that need not be there yet.
 * @throws TrackerFileError when another tracker has it, or nothing can be written in its folder.
 */
export async function lockState(path: string, platform: NodeJS.Platform = process.platform): Promise<StateLock> {
  const place = await writablePlace(path);
  const prefix = PREFIXES[platform];
  const name = (prefix ?? ELSEWHERE) + createHash('sha1').update(place).digest('hex');
  try {
    if (prefix === undefined) await removeDead(name);
    const server = await listen(name);
    return { place, release: () => new Promise((released) => void server.close(() => released())) };
  } catch (error) {
    throw toFileError(error as NodeJS.ErrnoException, path);
  }
}

/** @throws errors of the system; EADDRINUSE when another process has the name. */
async function listen(name: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref();
  server.listen(name);
  await once(server, 'listening');
  // Later ones are about connections that nobody needs.
  server.on('error', () => undefined);
  return server;
}

/** Removes the file of a socket behind which nobody is any more. */
async function removeDead(name: string): Promise<void> {
  const socket = connect(name);
  try {
    await once(socket, 'connect');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') await rm(name, { force: true });
  } finally {
    socket.destroy();
  }
}

/** What can't be written is better known at the start than a quarter of a minute later. */
async function writablePlace(path: string): Promise<string> {
  let folder = dirname(path);
  try {
    const place = await statePlace(path);
    folder = dirname(place);
    await access(folder, constants.W_OK | constants.X_OK);
    return place;
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
