import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { systemCode, toStorageError } from '../storage/storage-error.ts';
import type { HeldLock } from './held-lock.ts';

/** Abstract sockets of Linux and named pipes of Windows lie in no folder and are gone with the process that made them. */
const PREFIX = process.platform === 'win32' ? '\\\\.\\pipe\\seedbed-' : '\0seedbed-';

/**
 * Listens on a socket that is named after the path: the system gives each name to one process, and frees it with that
 * process, also after `kill -9`. On Linux it is seen by the processes of one network namespace. `undefined` when the
 * name is taken.
 */
export function lockBySocket(path: string): Promise<HeldLock | undefined> {
  const name = PREFIX + createHash('sha1').update(path).digest('hex');
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      systemCode(error) === 'EADDRINUSE' ? resolve(undefined) : reject(toStorageError(error, path)),
    );
    server.listen(name, () => {
      resolve({ release: () => new Promise((released) => void server.close(() => released())) });
    });
  });
}
