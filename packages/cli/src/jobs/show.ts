import type { Metainfo } from '@seedbed/protocol';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { torrentTree } from '../torrent-tree.ts';

const documentOf = (metainfo: Metainfo): unknown => ({
  name: metainfo.name,
  infoHash: metainfo.infoHashHex,
  length: metainfo.geometry.totalLength,
  pieceLength: metainfo.geometry.pieceLength,
  pieces: metainfo.geometry.pieceCount,
  private: metainfo.private,
  comment: metainfo.comment,
  createdBy: metainfo.createdBy,
  creationDate: metainfo.creationDate,
  trackers: metainfo.announceTiers,
  files: metainfo.files.map(({ path, length, padding, executable }) => ({
    path: path.join('/'),
    length,
    ...(padding && { padding }),
    ...(executable && { executable }),
  })),
  warnings: metainfo.warnings,
});

/** Prints what a torrent holds. */
export const show = async (path: string, json: boolean, { print }: CommandContext): Promise<number> => {
  const metainfo = await readTorrent(path);
  if (json) print(JSON.stringify(documentOf(metainfo), null, 2));
  else for (const line of torrentTree(metainfo)) print(line);
  return EXIT.ok;
};
