import { type Metainfo, numberedFiles } from '@seedbed/protocol';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { torrentTree } from '../torrent-tree.ts';

/** Padding is in the list, without a number. */
const filesOf = ({ files }: Metainfo): unknown => {
  const numbers = new Map(numberedFiles(files).map(({ file, number }) => [file, number]));
  return files.map((file) => ({
    number: numbers.get(file),
    path: file.path.join('/'),
    length: file.length,
    ...(file.padding && { padding: true }),
    ...(file.executable && { executable: true }),
  }));
};

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
  files: filesOf(metainfo),
  warnings: metainfo.warnings,
});

/** Prints what a torrent holds. */
export const show = async (path: string, json: boolean, { print }: CommandContext): Promise<number> => {
  const metainfo = await readTorrent(path);
  if (json) print(JSON.stringify(documentOf(metainfo), null, 2));
  else for (const line of torrentTree(metainfo)) print(line);
  return EXIT.ok;
};
