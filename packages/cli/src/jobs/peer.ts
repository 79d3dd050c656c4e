import { formatCount, formatSize } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import type { PeerSettings } from '../open-daemon.ts';
import { usageProblem } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { serve } from '../serve.ts';

/** Downloads what is missing and serves, until it is asked to stop. */
export const peer = async (
  settings: PeerSettings & { readonly dir: string; readonly force: boolean },
  torrents: readonly string[],
  context: CommandContext,
): Promise<number> => {
  if (torrents.length === 0 && settings.control === undefined) {
    throw usageProblem('TORRENTS is missing: name .torrent files, or a --control address to add them by');
  }
  return serve(
    settings,
    {
      name: 'peer',
      metainfos: await Promise.all(torrents.map(readTorrent)),
      options: { dir: settings.dir, force: settings.force },
      onAdded: (torrent) => {
        const { name, geometry } = torrent.metainfo;
        const size = `${formatSize(geometry.totalLength)}, ${formatCount(geometry.pieceCount, 'piece')}`;
        torrent.once('complete', () => context.print(`verified ${name}: ${size}`));
      },
    },
    context,
  );
};
