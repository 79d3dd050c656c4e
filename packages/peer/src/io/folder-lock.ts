import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { StorageError, systemCode, toStorageError } from './storage/storage-error.ts';

/** Keeps other daemons away from some content. */
export interface ContentLock {
  release(): Promise<void>;
}

const inUse = (path: string): StorageError =>
  new StorageError('in-use', `${path} is in use by another daemon (or twice in this one); stop that one first`);

/**
 * Takes the content of a torrent for this process: two daemons that write the same files would destroy each other's work.
 *
 * @param dir real path of the folder; @param name of the content in it
 * @throws StorageError `in-use`
 */
export function lockContent(dir: string, name: string): Promise<ContentLock> {
  return process.platform === 'linux' ? lockBySocket(join(dir, name)) : lockByFile(dir, name);
}

/**
 * Listens on an abstract socket that is named after the content: Linux frees it with its owner, also after `kill -9`,
 * and it leaves nothing on the disk. It is seen by the processes of one network namespace.
 */
function lockBySocket(path: string): Promise<ContentLock> {
  const name = createHash('sha1').update(path).digest('hex');
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(systemCode(error) === 'EADDRINUSE' ? inUse(path) : toStorageError(error, path)),
    );
    server.listen(`\0seedbed-${name}`, () => {
      resolve({ release: () => new Promise((released) => void server.close(() => released())) });
    });
  });
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

/** A file that holds the process id of its owner; one whose owner is dead is taken over. */
export async function lockByFile(dir: string, name: string): Promise<ContentLock> {
  const file = join(dir, `.${name}.lock`);
  for (let tries = 0; tries < 2; tries++) {
    try {
      const fd = openSync(file, 'wx');
      writeSync(fd, String(process.pid));
      closeSync(fd);
      return { release: async () => rmSync(file, { force: true }) };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw toStorageError(error, file);
    }
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner > 0 && isAlive(owner)) throw inUse(join(dir, name));
    rmSync(file, { force: true });
  }
  throw inUse(join(dir, name));
}
