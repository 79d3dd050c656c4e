import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type Metainfo, MetainfoError, parseMetainfo } from '@seedbed/protocol';
import { formatSize } from '@seedbed/settings';
import { explainError } from './explain-error.ts';
import { failure, usageProblem } from './problem.ts';

// The hashes of three million pieces: nothing that is larger is a torrent.
const MOST_BYTES = 64 * 1024 * 1024;

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

const readBytes = async (path: string): Promise<Uint8Array> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > MOST_BYTES) {
      throw failure(
        `${path} is no torrent: it has ${formatSize(size)}, and a .torrent file is far smaller than its content`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
};

/** Refuses a link where a file is wanted. */
export const refuseMagnet = (path: string): void => {
  if (/^magnet:/i.test(path)) throw usageProblem('magnet: links are not supported yet; give a .torrent file');
  if (/^https?:\/\//i.test(path))
    throw usageProblem(`${path}: addresses are not fetched; download the .torrent file first`);
};

/** Reads a torrent that a user names. @throws Problem with one line that names the file and what is wrong with it */
export const readTorrent = async (path: string): Promise<Metainfo> => {
  refuseMagnet(path);
  const bytes = await readBytes(path).catch((error: unknown) => {
    throw failure(explainError(error, path).line, error);
  });
  try {
    return parseMetainfo(bytes, sha1);
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error;
    throw failure(`${path}: ${error.message}`, error);
  }
};
