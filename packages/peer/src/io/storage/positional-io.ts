import { read, readv, write } from 'node:fs';

const readSome = (fd: number, views: readonly Uint8Array[], position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const done = (error: NodeJS.ErrnoException | null, count: number): void => (error ? reject(error) : resolve(count));
    const [first] = views;
    if (views.length === 1 && first !== undefined) read(fd, first, 0, first.length, position, done);
    else readv(fd, views, position, done);
  });

const writeSome = (fd: number, bytes: Uint8Array, position: number): Promise<number> =>
  new Promise((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)));
  });

/** What of the views lies after their first `count` bytes. */
const afterBytes = (views: readonly Uint8Array[], count: number): Uint8Array[] => {
  const rest: Uint8Array[] = [];
  let skip = count;
  for (const view of views) {
    if (skip >= view.length) skip -= view.length;
    else {
      rest.push(skip === 0 ? view : view.subarray(skip));
      skip = 0;
    }
  }
  return rest;
};

/** The system takes at most 1024 views in one call (IOV_MAX on Linux and macOS). */
const MAX_VIEWS = 1024;

/** Fills all views from `position` of the file on. Answers false when the file ends before that. */
export async function readFully(fd: number, views: readonly Uint8Array[], position: number): Promise<boolean> {
  let rest = afterBytes(views, 0);
  let at = position;
  while (rest.length > 0) {
    const count = await readSome(fd, rest.length > MAX_VIEWS ? rest.slice(0, MAX_VIEWS) : rest, at);
    if (count === 0) return false;
    at += count;
    rest = afterBytes(rest, count);
  }
  return true;
}

/** Writes all bytes from `position` of the file on. */
export async function writeFully(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  let rest = bytes;
  let at = position;
  while (rest.length > 0) {
    const count = await writeSome(fd, rest, at);
    at += count;
    rest = rest.subarray(count);
  }
}
