import { createHash } from 'node:crypto';
import { rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { parseMetainfo } from '@seedbed/protocol';
import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import { announceTiers } from '../announce-tiers.ts';
import type { CommandContext } from '../command-context.ts';
import { explainError } from '../explain-error.ts';
import { hashingView } from '../hashing-view.ts';
import { EXIT, failure } from '../problem.ts';
import { refuseMagnet } from '../read-torrent.ts';

/** The settings of the command, as its table gives them. */
export interface CreateSettings {
  readonly output: string | undefined;
  readonly announce: readonly string[];
  readonly pieceLength: number | undefined;
  readonly name: string | undefined;
  readonly comment: string | undefined;
  readonly private: boolean;
  readonly force: boolean;
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Writes all of a file or nothing: half a torrent helps nobody. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    await writeFile(beside, bytes, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await unlink(beside).catch(() => {
      // It was never made, or has its name by now.
    });
    throw failure(`${path} can't be written: ${explainError(error).line}`, error);
  }
};

/** Where the torrent of `path` is written unless it is told otherwise. */
export const torrentBeside = (path: string): string => `${resolve(path)}.torrent`;

/** Makes a torrent and says what is in it. */
export const create = async (settings: CreateSettings, path: string, context: CommandContext): Promise<number> => {
  refuseMagnet(path);
  const { name, comment, pieceLength, force } = settings;
  const tiers = announceTiers(settings.announce);
  const file = settings.output ?? torrentBeside(path);
  if (!force && (await exists(file)))
    throw failure(`${file} is there already; name another with -o, or write over it with --force`);
  const view = await hashingView(path, context.say);
  const begin = performance.now();
  const bytes = await createTorrent(path, {
    announceTiers: tiers,
    private: settings.private,
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    ...(pieceLength !== undefined && { pieceLength }),
    onProgress: view.onProgress,
    onSkipped: (skipped) => context.say(`left out: ${skipped} is neither a file nor a folder`),
    signal: context.interruption.signal,
  }).finally(view.end);
  const time = performance.now() - begin;
  await writeWhole(file, bytes);
  const { geometry, files, infoHashHex } = parseMetainfo(bytes, (part) => createHash('sha1').update(part).digest());
  const { totalLength, pieceCount, pieceLength: chosen } = geometry;
  const pieces = `${formatCount(pieceCount, 'piece')} of ${formatSize(chosen)}`;
  const hashed = `hashed in ${formatDuration(time)}, ${formatRate((totalLength * 1_000) / time)}`;
  context.print(
    `made ${file}: ${formatSize(totalLength)} in ${formatCount(files.length, 'file')}, ${pieces}, ${hashed}`,
  );
  context.print(`info hash ${infoHashHex}`);
  return EXIT.ok;
};
