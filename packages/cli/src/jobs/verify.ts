import { inspectTorrent } from '@seedbed/peer/content';
import { formatCount, formatDuration, formatRate, formatSize } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import { hashingView } from '../hashing-view.ts';
import { EXIT } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';

const MOST_PROBLEMS = 20;

/** Says what is there of a torrent. Changes nothing. */
export const verify = async (torrent: string, dir: string, context: CommandContext): Promise<number> => {
  const metainfo = await readTorrent(torrent);
  const view = await hashingView(dir, context.say);
  const { onProgress, end } = view;
  const { signal } = context.interruption;
  const begin = performance.now();
  const found = await inspectTorrent(metainfo, dir, { onProgress, signal }).finally(end);
  const time = performance.now() - begin;
  const { pieceCount, totalLength } = metainfo.geometry;
  if (found.isComplete) {
    const size = `${formatCount(pieceCount, 'piece')}, ${formatSize(totalLength)}`;
    const hashing = `hashed in ${formatDuration(time)} (${formatRate((totalLength * 1_000) / time)})`;
    context.print(`complete: ${found.path}, ${size}, ${hashing}`);
    return EXIT.ok;
  }
  context.print(`not complete: ${found.path}, ${found.have.count} of ${formatCount(pieceCount, 'piece')} right`);
  for (const { path, problem, error } of found.problems.slice(0, MOST_PROBLEMS)) {
    context.print(`${problem.replace('-', ' ')}: ${path}${error === undefined ? '' : ` (${error.message})`}`);
  }
  const more = found.problems.length - MOST_PROBLEMS;
  if (more > 0) context.print(`and ${formatCount(more, 'file')} more`);
  return EXIT.failed;
};
