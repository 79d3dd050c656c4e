import type { EventSink } from '@seedbed/events';
import {
  ControlAddressError,
  type Daemon,
  type Logger,
  now,
  type peerSettings,
  placeLimits,
  startDaemon,
} from '@seedbed/peer';
import { formatAddress } from '@seedbed/protocol';
import type { SettingsOf } from '@seedbed/settings';
import { usageProblem } from './problem.ts';
import { stateFolder } from './state-folder.ts';
import { tellTraces } from './tell-traces.ts';

/** What a user can set of a daemon. */
export type PeerSettings = SettingsOf<typeof peerSettings>;

/** What a daemon tells, and to whom. */
export interface DaemonListeners {
  readonly log: Logger;
  /** Lines for people: what `--trace` asks for. */
  readonly say: (line: string) => void;
  readonly events?: EventSink;
}

/**
 * Starts a daemon with the settings of a command.
 *
 * @param settings with the folder of the torrents that are added by the control address; without one none are
 * @throws ListenError; Problem with the status of wrong usage when the control address would be open to strangers
 */
export const openDaemon = async (
  settings: PeerSettings & { readonly dir?: string },
  { log, say, events: sink }: DaemonListeners,
): Promise<Daemon> => {
  const { listen, control, controlToken, dir, uploadLimit, downloadLimit, allocate } = settings;
  const { choker, picker, trace, strict, skipRedundantHaves, uploadSlots, maxPeers } = settings;
  const { torrentUploadLimit: upload, torrentDownloadLimit: download } = settings;
  const { limits, engine } = placeLimits(settings);
  const traceDecisions = trace.includes('decisions');
  const journals = stateFolder(process.env);
  let daemon: Daemon | undefined;
  const events = tellTraces(
    settings,
    {
      say,
      begin: now(),
      labelOf: (infoHash) => daemon && labelIn(daemon, infoHash),
      addressOf: (infoHash, remote) => {
        const peer = daemon
          ?.get(infoHash)
          ?.peers()
          .find((each) => each.remote === remote);
        return peer && formatAddress(peer.address);
      },
    },
    sink,
  );
  daemon = await startDaemon({
    limits,
    engine: {
      ...engine,
      choker,
      picker,
      traceDecisions,
      strict,
      skipRedundantHaves,
      uploadSlots,
      maxPeers,
      eventLevel: 'peer',
    },
    traceWire: trace.includes('wire'),
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
  }).catch((error: unknown) => {
    throw error instanceof ControlAddressError ? usageProblem(error.message) : error;
  });
  return daemon;
};

/** The name of a torrent and the beginning of its info hash, because names may be equal; none is needed for a torrent that is alone. */
const labelIn = (daemon: Daemon, infoHash: string): string | undefined => {
  if (daemon.torrents.length < 2) return undefined;
  const name = daemon.get(infoHash)?.metainfo.name;
  const short = infoHash.slice(0, 8);
  return name === undefined ? short : `${name} ${short}`;
};
