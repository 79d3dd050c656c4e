import { Bitfield, equalBytes, type Metainfo } from '@seedbed/protocol';
import { createHashBoard, DIGEST_LENGTH, type HashBoard, type HashJob, PIECE_STATE } from '../hashing/hash-job.ts';
import { type HashJobOptions, runHashJob } from '../hashing/run-hash-job.ts';
import { type FileProblem, inspectFiles } from './inspect-files.ts';

/** What the hashes say of the content on disk. */
export interface ContentCheck {
  /** Pieces that are there and correct. */
  readonly have: Bitfield;
  /** Files that are not as they must be; wrong bytes in a file of the right length show in `have` alone. */
  readonly problems: readonly FileProblem[];
}

/**
 * Hashes what is on disk of a torrent.
 *
 * @param dir real path of the folder that the content lies in
 * @param name what the content is called just now, which may be other than the torrent's name
 */
export async function checkContent(
  metainfo: Metainfo,
  dir: string,
  name: string,
  options: Omit<HashJobOptions, 'board'> = {},
): Promise<ContentCheck> {
  const { geometry } = metainfo;
  const job: HashJob = {
    root: dir,
    files: metainfo.files.map(({ path, length, offset, padding }) => ({
      path: [name, ...path.slice(1)],
      length,
      offset,
      padding,
    })),
    totalLength: geometry.totalLength,
    pieceLength: geometry.pieceLength,
  };
  const board = createHashBoard(geometry.pieceCount);
  const problems = await inspectFiles(job, board);
  // Of what is not there nothing needs to be hashed, and no worker started for it.
  if (board.states.includes(PIECE_STATE.pending)) await runHashJob(job, { ...options, board });
  return { have: correctPieces(metainfo, board), problems };
}

function correctPieces(metainfo: Metainfo, board: HashBoard): Bitfield {
  const have = new Bitfield(metainfo.geometry.pieceCount);
  for (let piece = 0; piece < have.length; piece++) {
    if (board.states[piece] !== PIECE_STATE.hashed) continue;
    const digest = board.digests.subarray(piece * DIGEST_LENGTH, (piece + 1) * DIGEST_LENGTH);
    if (equalBytes(digest, metainfo.pieceHash(piece))) have.set(piece);
  }
  return have;
}
