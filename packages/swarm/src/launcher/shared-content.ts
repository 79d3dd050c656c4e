import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type Metainfo, parseMetainfo } from '@seedbed/protocol';
import type { ContentResult } from '../run-summary.ts';
import { type FileSum, sumFiles } from './file-sums.ts';
import type { Source } from './source.ts';

/** Makes the metainfo file of a file or folder; handed in, because that is the peer package's business. */
export type CreateTorrent = (
  path: string,
  options: {
    /** One tier each. */
    readonly announce: readonly string[];
    readonly pieceLength: number | undefined;
    readonly signal: AbortSignal;
    /** Pieces hashed so far, and all of them. */
    readonly onProgress: (done: number, total: number) => void;
  },
) => Promise<Uint8Array>;

/** What the swarm shares, with the sums that prove a copy. */
export interface SharedContent {
  readonly metainfo: Metainfo;
  readonly sums: readonly FileSum[];
}

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Writes the torrent to `file`, and takes the sums of the source that it describes. */
export const shareContent = async (
  source: Source,
  torrent: Uint8Array,
  file: string,
  signal: AbortSignal,
): Promise<SharedContent> => {
  await writeFile(file, torrent);
  const metainfo = parseMetainfo(torrent, sha1);
  return { metainfo, sums: await sumFiles(metainfo, source.dir, signal) };
};

/** The content as the summary of a run tells it. */
export const describeContent = ({ metainfo, sums }: SharedContent): ContentResult => ({
  name: metainfo.name,
  infoHash: metainfo.infoHashHex,
  length: metainfo.geometry.totalLength,
  pieces: metainfo.geometry.pieceCount,
  pieceLength: metainfo.geometry.pieceLength,
  files: sums,
});
