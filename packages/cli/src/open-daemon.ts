import type { EventSink } from '@seedbed/events';
import { type Daemon, type Logger, type peerSettings, startDaemon } from '@seedbed/peer';
import type { SettingsOf } from '@seedbed/settings';
import { stateFolder } from './state-folder.ts';

/** What a user can set of a daemon. */
export type PeerSettings = SettingsOf<typeof peerSettings>;

/**
 * Starts a daemon with the settings of a command.
 *
 * @param settings with the folder of the torrents that are added by the control address; without one none are
 * @throws ListenError; ControlAddressError
 */
export const openDaemon = (
  settings: PeerSettings & { readonly dir?: string },
  log: Logger,
  events?: EventSink,
): Promise<Daemon> => {
  const { listen, control, controlToken, dir, uploadLimit, downloadLimit, allocate } = settings;
  const { choker, picker, trace, uploadSlots, maxPeers } = settings;
  const { torrentUploadLimit: upload, torrentDownloadLimit: download } = settings;
  const journals = stateFolder(process.env);
  return startDaemon({
    engine: { choker, picker, traceDecisions: trace === 'decisions', uploadSlots, maxPeers, eventLevel: 'peer' },
    log,
    allocate,
    torrentLimits: { ...(upload !== undefined && { upload }), ...(download !== undefined && { download }) },
    ...(journals !== undefined && { journals }),
    ...(events && { events }),
    ...(listen && { listen }),
    ...(control && { control }),
    ...(controlToken !== undefined && { controlToken }),
    ...(dir !== undefined && { dir }),
    ...(uploadLimit !== undefined && { uploadLimit }),
    ...(downloadLimit !== undefined && { downloadLimit }),
  });
};
