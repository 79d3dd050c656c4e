import { Bitfield, equalBytes, type Metainfo } from '@seedbed/protocol';
import { createHashBoard, DIGEST_LENGTH, type HashBoard, type HashJob, PIECE_STATE } from '../hashing/hash-job.ts';
import { type HashJobOptions, runHashJob } from '../hashing/run-hash-job.ts';
import type { ContentPlace } from './content-place.ts';
import type { FileStamp } from './file-stamp.ts';
import { type FileProblem, inspectFiles } from './inspect-files.ts';
import { type KnownContent, markKnown } from './known-content.ts';

/** What is on disk of the content. It is known content for the next check. */
export interface ContentCheck extends KnownContent {
  /** Pieces that are there and correct. */
  readonly have: Bitfield;
  /** Files that are not as they must be; wrong bytes in a file of the right length show in `have` alone. */
  readonly problems: readonly FileProblem[];
  /** Of each file, taken before it was read. */
  readonly stamps: readonly FileStamp[];
  /** Those of `have` that were known to be on stable storage, and are as they were then. */
  readonly durable: Bitfield;
}

export interface CheckOptions extends Omit<HashJobOptions, 'board'> {
  /** What needs no hashing where the files have not been touched since. Without it, everything is hashed. */
  readonly known?: KnownContent;
}

/** Looks at what is on disk of a torrent, and hashes all that is not known. */
export async function checkContent(
  metainfo: Metainfo,
  place: ContentPlace,
  { known, ...options }: CheckOptions = {},
): Promise<ContentCheck> {
  const { geometry } = metainfo;
  const job: HashJob = {
    root: place.dir,
    files: metainfo.files.map(({ length, offset, padding }, file) => ({
      path: place.namesOf(file),
      length,
      offset,
      padding,
    })),
    totalLength: geometry.totalLength,
    pieceLength: geometry.pieceLength,
  };
  const board = createHashBoard(geometry.pieceCount);
  const { problems, stamps } = await inspectFiles(job, board);
  if (known !== undefined) markKnown(known, stamps, job, board);
  // Of what is not there nothing needs to be hashed, and no worker started for it.
  if (board.states.includes(PIECE_STATE.pending)) await runHashJob(job, { ...options, board });
  return { have: correctPieces(metainfo, board), problems, stamps, durable: durablePieces(known, board) };
}

function durablePieces(known: KnownContent | undefined, { states }: HashBoard): Bitfield {
  const durable = new Bitfield(states.length);
  for (let piece = 0; piece < states.length; piece++) {
    if (states[piece] === PIECE_STATE.known && known?.durable?.has(piece)) durable.set(piece);
  }
  return durable;
}

function correctPieces(metainfo: Metainfo, board: HashBoard): Bitfield {
  const have = new Bitfield(metainfo.geometry.pieceCount);
  for (let piece = 0; piece < have.length; piece++) {
    if (board.states[piece] === PIECE_STATE.known) have.set(piece);
    if (board.states[piece] !== PIECE_STATE.hashed) continue;
    const digest = board.digests.subarray(piece * DIGEST_LENGTH, (piece + 1) * DIGEST_LENGTH);
    if (equalBytes(digest, metainfo.pieceHash(piece))) have.set(piece);
  }
  return have;
}
