import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemCode, toStorageError } from '../storage/storage-error.ts';
import type { HeldLock } from './held-lock.ts';

/** Known to all processes of a machine, of whatever user, and short enough for the name of a socket (104 bytes on macOS). */
const FOLDER = '/tmp';
/** Two that come at the same moment see each other and both step back; they come again at different times. */
const TRIES = 3;
const STEP_BACK = 50;

/**
 * For systems whose sockets need a file. A marker is such a file, with a name that no other ever has; it is *alive* while
 * its process listens, which the system knows. Whoever wants the lock puts up a marker first and looks for others then,
 * so of two at least one sees the other. A marker that is dead stays dead, and anybody may clear it away.
 *
 * `undefined` when another marker for the same path is alive.
 */
export async function lockByMarker(path: string): Promise<HeldLock | undefined> {
  for (let tries = 1; ; tries++) {
    const marker = await putUp(path);
    if (!(await isAnotherAlive(path, marker.name))) return { release: () => takeDown(marker) };
    await takeDown(marker);
    if (tries === TRIES) return undefined;
    await pause(Math.random() * STEP_BACK);
  }
}

interface Marker {
  readonly name: string;
  readonly server: Server;
}

const prefixOf = (path: string): string => `seedbed-${createHash('sha1').update(path).digest('hex').slice(0, 20)}-`;

async function putUp(path: string): Promise<Marker> {
  const name = prefixOf(path) + randomBytes(6).toString('hex');
  const hidden = join(FOLDER, `.${name}`);
  const server = createServer((socket) => socket.destroy());
  server.unref();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // Other users, too, are to see that it is alive.
      server.listen({ path: hidden, readableAll: true, writableAll: true }, resolve);
    });
    // Seen by others only from now on, when it is alive.
    renameSync(hidden, join(FOLDER, name));
    return { name, server };
  } catch (error) {
    throw toStorageError(error, path);
  }
}

async function takeDown({ name, server }: Marker): Promise<void> {
  rmSync(join(FOLDER, name), { force: true });
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}

async function isAnotherAlive(path: string, own: string): Promise<boolean> {
  const prefix = prefixOf(path);
  for (const name of readdirSync(FOLDER)) {
    if (!name.startsWith(prefix) || name === own) continue;
    const marker = join(FOLDER, name);
    if (await isAlive(marker)) return true;
    clearAway(marker);
  }
  return false;
}

const isAlive = (marker: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(marker);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Refused, or gone meanwhile: dead. Anything else, like too many open files, says nothing: alive, to be safe.
    socket.once('error', (error) => resolve(!['ECONNREFUSED', 'ENOENT'].includes(systemCode(error) ?? '')));
  });

function clearAway(marker: string): void {
  try {
    rmSync(marker, { force: true });
  } catch (error) {
    // Another user's: it only costs a look each time.
    if (!['EPERM', 'EACCES'].includes(systemCode(error) ?? '')) throw error;
  }
}
