import { formatCount, formatSize } from '@seedbed/settings';
import { chosenFiles, countFiles } from '../chosen-files.ts';
import type { CommandContext } from '../command-context.ts';
import type { PeerSettings } from '../open-daemon.ts';
import { misuse, usageProblem } from '../problem.ts';
import { readTorrent } from '../read-torrent.ts';
import { serve } from '../serve.ts';

/** Downloads what is missing and serves, until it is asked to stop. */
export const peer = async (
  settings: PeerSettings & { readonly dir: string; readonly files: readonly string[]; readonly force: boolean },
  torrents: readonly string[],
  context: CommandContext,
): Promise<number> => {
  if (torrents.length === 0 && settings.control === undefined) {
    throw misuse('peer', 'TORRENTS is missing: name .torrent files, or a --control address to add them by');
  }
  if (torrents.length !== 1 && settings.files.length > 0) {
    throw usageProblem('--files chooses among the files of one torrent: name that one');
  }
  const metainfos = await Promise.all(torrents.map(readTorrent));
  const files = metainfos[0] && chosenFiles(settings.files, metainfos[0]);
  return serve(
    settings,
    {
      name: 'peer',
      metainfos,
      options: { dir: settings.dir, force: settings.force, ...(files && { files }) },
      onAdded: (torrent) => {
        const { metainfo } = torrent;
        const { name, pieces, wanted } = torrent.status();
        const parts = files === undefined ? formatCount(pieces, 'piece') : countFiles(metainfo, files);
        const size = `${formatSize(wanted)}, ${parts}`;
        torrent.once('complete', () => context.print(`verified ${name}: ${size}`));
      },
    },
    context,
  );
};
