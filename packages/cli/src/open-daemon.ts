import type { EventSink } from '@seedbed/events';
import { type Daemon, type Logger, type peerSettings, startDaemon } from '@seedbed/peer';
import type { SettingsOf } from '@seedbed/settings';
import { stateFolder } from './state-folder.ts';

/** What a user can set of a daemon. */
export type PeerSettings = SettingsOf<typeof peerSettings>;

/** Starts a daemon with the settings of a command. @throws ListenError */
export const openDaemon = (settings: PeerSettings, log: Logger, events?: EventSink): Promise<Daemon> => {
  const { listen, control, uploadLimit, downloadLimit, uploadSlots, maxPeers } = settings;
  const journals = stateFolder(process.env);
  return startDaemon({
    engine: { uploadSlots, maxPeers, eventLevel: 'peer' },
    log,
    ...(journals !== undefined && { journals }),
    ...(events && { events }),
    ...(listen && { listen }),
    ...(control && { control }),
    ...(uploadLimit !== undefined && { uploadLimit }),
    ...(downloadLimit !== undefined && { downloadLimit }),
  });
};
