import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type CreateTorrentOptions, createTorrent } from '@seedbed/peer/content';
import { type Metainfo, parseMetainfo } from '@seedbed/protocol';
import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import type { CommandContext } from './command-context.ts';
import { escapeControls } from './escape-controls.ts';
import { hashingView } from './hashing-view.ts';
import { writeWhole } from './write-whole.ts';

/** Where the torrent of `path` lies unless it is told otherwise. */
export const torrentBeside = (path: string): string => `${resolve(path)}.torrent`;

/** Makes a torrent of a file or folder, writes it to `file`, and says what is in it. */
export const makeTorrent = async (
  path: string,
  file: string,
  options: CreateTorrentOptions,
  { say, print, interruption }: CommandContext,
): Promise<Metainfo> => {
  const view = await hashingView(path, say);
  const begin = performance.now();
  const bytes = await createTorrent(path, {
    ...options,
    onProgress: view.onProgress,
    onSkipped: (skipped) => say(`left out, neither a file nor a folder: ${escapeControls(skipped)}`),
    signal: interruption.signal,
  }).finally(view.end);
  const time = performance.now() - begin;
  await writeWhole(file, bytes);
  const metainfo = parseMetainfo(bytes, (part) => createHash('sha1').update(part).digest());
  const { totalLength, pieceCount, pieceLength } = metainfo.geometry;
  const content = `${formatSize(totalLength)} in ${formatCount(metainfo.files.length, 'file')}`;
  const pieces = `${formatCount(pieceCount, 'piece')} of ${formatSize(pieceLength)}`;
  const hashing = `hashed in ${formatDuration(time)} (${formatRate((totalLength * 1_000) / time)})`;
  print(`made ${file}: ${content}, ${pieces}, ${hashing}`);
  print(`info hash ${metainfo.infoHashHex}`);
  return metainfo;
};
