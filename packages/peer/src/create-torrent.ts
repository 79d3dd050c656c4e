import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { choosePieceLength, encodeMetainfo, type MetainfoDescription } from '@seedbed/protocol';
import { type ContentTree, type FoundFile, findContent } from './io/content-tree.ts';
import {
  createHashBoard,
  DIGEST_LENGTH,
  type HashedFile,
  type HashJob,
  PIECE_STATE,
  pieceCountOf,
} from './io/hashing/hash-job.ts';
import { runHashJob } from './io/hashing/run-hash-job.ts';
import { StorageError, systemCode, toStorageError } from './io/storage/storage-error.ts';

/** What else goes into a torrent; the creator and the date only where they are named, so that equal content gives equal bytes. */
export interface CreateTorrentOptions
  extends Pick<MetainfoDescription, 'announceTiers' | 'private' | 'comment' | 'createdBy' | 'creationDate'> {
  /** Default: the name of the file or folder. */
  readonly name?: string;
  /** Bytes; default: chosen for some 1,000 to 2,000 pieces. */
  readonly pieceLength?: number;
  /** Pieces hashed so far, and all of them. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told the path of everything that is left out: symbolic links, pipes, sockets, devices. */
  readonly onSkipped?: (path: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * The bytes of a metainfo file for a file or a folder, hashed on all cores where it is big. Files come in the order of
 * the bytes of their names; symbolic links inside a folder are not followed.
 *
 * @throws StorageError when something can't be read, holds no bytes, or changes while it is hashed
 * @throws MetainfoError when a name or the piece length can't be in a torrent
 */
export async function createTorrent(path: string, options: CreateTorrentOptions = {}): Promise<Uint8Array> {
  const root = realPath(path);
  const tree = findContent(root);
  for (const skipped of tree.skipped) options.onSkipped?.(skipped);
  const totalLength = tree.files.reduce((sum, file) => sum + file.length, 0);
  if (totalLength === 0) throw new StorageError('incomplete', `${path} holds no bytes; a torrent needs at least one`);
  const pieceLength = options.pieceLength ?? choosePieceLength(totalLength);
  const { announceTiers, comment, createdBy, creationDate } = options;
  const description: Omit<MetainfoDescription, 'pieces'> = {
    name: options.name ?? basename(root),
    pieceLength,
    ...(tree.isFolder ? { files: tree.files } : onlyFile(tree)),
    ...(announceTiers && { announceTiers }),
    ...(options.private && { private: true }),
    ...(comment !== undefined && { comment }),
    ...(createdBy !== undefined && { createdBy }),
    ...(creationDate !== undefined && { creationDate }),
  };
  assertEncodable(description, totalLength);
  return encodeMetainfo({ ...description, pieces: await hashContent(root, tree, totalLength, pieceLength, options) });
}

/** Refuses what can't be in a torrent before the content is hashed for it, which may take minutes. */
const assertEncodable = (description: Omit<MetainfoDescription, 'pieces'>, totalLength: number): void => {
  const pieceCount = description.pieceLength >= 1 ? Math.ceil(totalLength / description.pieceLength) : 0;
  encodeMetainfo({ ...description, pieces: new Uint8Array(DIGEST_LENGTH * pieceCount) });
};

const realPath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new StorageError('failed', `there is no file or folder ${path}`);
    throw toStorageError(error, path);
  }
};

const onlyFile = ({ files }: ContentTree): Pick<MetainfoDescription, 'length' | 'executable'> => {
  const [file] = files;
  return { length: file?.length ?? 0, executable: file?.executable ?? false };
};

async function hashContent(
  root: string,
  tree: ContentTree,
  totalLength: number,
  pieceLength: number,
  options: CreateTorrentOptions,
): Promise<Uint8Array> {
  const job: HashJob = { root: dirname(root), files: laidOut(basename(root), tree.files), totalLength, pieceLength };
  const { signal, onProgress } = options;
  const board = await runHashJob(job, {
    board: createHashBoard(pieceCountOf(job)),
    isIdle: true,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  if (board.states.includes(PIECE_STATE.missing)) {
    throw new StorageError('changed', `${root} can't be read in full: a file may not be read, or changed meanwhile`);
  }
  // Out of the shared memory, which the encoder and the caller need not know of.
  return board.digests.slice();
}

const laidOut = (name: string, files: readonly FoundFile[]): HashedFile[] => {
  let offset = 0;
  return files.map(({ path, length }) => {
    const file = { path: [name, ...path], length, offset, padding: false };
    offset += length;
    return file;
  });
};
