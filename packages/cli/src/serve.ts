import type { AddTorrentOptions, Daemon, TorrentHandle } from '@seedbed/peer';
import type { Metainfo } from '@seedbed/protocol';
import { formatCount, formatEndpoint } from '@seedbed/settings';
import type { CommandContext } from './command-context.ts';
import { openDaemon, type PeerSettings } from './open-daemon.ts';
import { EXIT } from './problem.ts';

/** What a service does with its torrents. */
export interface Service {
  /** The name of the command. */
  readonly name: string;
  readonly metainfos: readonly Metainfo[];
  readonly options: Omit<AddTorrentOptions, 'connect' | 'allocate' | 'recheck'>;
  /** Told for each torrent that is in the daemon. */
  readonly onAdded: (torrent: TorrentHandle) => void;
}

/** The one line with which a service says that it is ready, and where. */
const readyLine = (name: string, daemon: Daemon, torrents: number): string => {
  const control = daemon.control === undefined ? '' : `, control ${daemon.control}`;
  return `${name} ready: ${formatEndpoint(daemon.listen)}${control}, ${formatCount(torrents, 'torrent')}`;
};

/** Runs a daemon until it is asked to stop. */
export const serve = async (
  settings: PeerSettings & { readonly dir?: string },
  service: Service,
  context: CommandContext,
): Promise<number> => {
  const { interruption, print, say, log } = context;
  const daemon = await openDaemon(settings, { log: await log('warn'), say });
  // Also while contents are checked, which may take long.
  const closed = interruption.wait().then(() => daemon.close());
  try {
    for (const metainfo of service.metainfos) {
      const { connect, allocate, recheck } = settings;
      service.onAdded(await daemon.add(metainfo, { ...service.options, connect, allocate, recheck }));
    }
    print(readyLine(service.name, daemon, service.metainfos.length));
    await closed;
  } catch (error) {
    await daemon.close();
    if (!interruption.signal.aborted) throw error;
  }
  return EXIT.ok;
};
