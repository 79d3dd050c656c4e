import { createHash } from 'node:crypto';
import { type Metainfo, MetainfoError, parseMetainfo } from '@seedbed/protocol';
import { formatSize } from '@seedbed/settings';
import { explainError } from './explain-error.ts';
import { failure, usageProblem } from './problem.ts';
import { readBounded } from './read-bounded.ts';

// The hashes of three million pieces: nothing that is larger is a torrent.
const MOST_BYTES = 64 * 1024 * 1024;

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Refuses a link where a file is wanted. */
export const refuseMagnet = (path: string): void => {
  if (/^magnet:/i.test(path)) throw usageProblem('magnet: links are not supported yet; give a .torrent file');
  if (/^https?:\/\//i.test(path))
    throw usageProblem(`${path}: addresses are not fetched; download the .torrent file first`);
};

/** Reads a torrent that a user names. @throws Problem with one line that names the file and what is wrong with it */
export const readTorrent = async (path: string): Promise<Metainfo> => {
  refuseMagnet(path);
  const bytes = await readBounded(path, MOST_BYTES).catch((error: unknown) => {
    throw failure(explainError(error, path).line, error);
  });
  if (bytes.length > MOST_BYTES) {
    throw failure(
      `${path} is no torrent: it has more than ${formatSize(MOST_BYTES)}, and a .torrent file is far smaller than its content`,
    );
  }
  try {
    return parseMetainfo(bytes, sha1);
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error;
    throw failure(`${path}: ${error.message}`, error);
  }
};
