import { defaultTorrentOptions } from '@seedbed/engine';
import { formatAddress, type Metainfo } from '@seedbed/protocol';
import type { AddTorrentOptions } from './add-torrent-options.ts';
import type { DaemonOptions } from './daemon-options.ts';
import { FileSelection } from './file-selection.ts';
import { HostedTorrent } from './hosted-torrent.ts';
import type { SharedResources } from './shared-resources.ts';

/** What a torrent has of its daemon. */
export interface TorrentHost {
  readonly shared: SharedResources;
  readonly options: DaemonOptions;
  /** What becomes of the torrent when somebody removes it. */
  readonly remove: () => Promise<void>;
}

/** A torrent of a daemon that has not begun yet: what its options leave open is as the daemon has it. @throws RangeError when there is no such file */
export function hostTorrent(
  metainfo: Metainfo,
  options: AddTorrentOptions,
  { shared: resources, options: ofDaemon, remove }: TorrentHost,
): HostedTorrent {
  const { name = formatAddress(resources.sockets.address), engine, traceWire = false, torrentLimits = {} } = ofDaemon;
  const { maxUnfinishedBytes } = resources.limits;
  const { dir, within, readOnly = false, shared = false, force = false } = options;
  const { limits, onCheckProgress, onJournalTrouble } = options;
  const { recheck = false, allocate = ofDaemon.allocate ?? 'sparse' } = options;
  return new HostedTorrent(
    metainfo,
    resources,
    {
      dir,
      ...(within !== undefined && { within }),
      selection: new FileSelection(metainfo, options.files),
      readOnly,
      force,
      shared,
      recheck,
      allocate,
      limits: { ...torrentLimits, ...limits },
      name,
      traceWire,
      engine: { ...defaultTorrentOptions, maxUnfinishedBytes, ...engine },
      ...(onCheckProgress && { onCheckProgress }),
      ...(onJournalTrouble && { onJournalTrouble }),
    },
    remove,
  );
}
