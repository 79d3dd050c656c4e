import { defaultTorrentOptions } from '@seedbed/engine';
import { createPeerId, toHex } from '@seedbed/protocol';
import { Daemon } from './daemon.ts';
import { type DaemonOptions, defaultDaemonLimits } from './daemon-options.ts';
import { EventHub } from './event-hub.ts';
import type { HostedTorrent } from './hosted-torrent.ts';
import { randomBytes, randomNumber, randomUint32 } from './io/chance.ts';
import { now } from './io/clock.ts';
import { AccessLink } from './io/net/access-link.ts';
import { Limiters } from './io/net/limiters.ts';
import { PeerFaults } from './io/net/peer-faults.ts';
import { PeerSockets } from './io/net/peer-sockets.ts';
import { IntakeBudget } from './io/pieces/intake-budget.ts';
import { openContent } from './io/storage/open-content.ts';
import { OpenFiles } from './io/storage/open-files.ts';
import { TrackerClients } from './io/tracker/tracker-clients.ts';
import { silentLogger } from './logger.ts';
import { createProcessResources } from './process-resources.ts';
import type { SharedResources } from './shared-resources.ts';

/** Starts a daemon without torrents. @throws ListenError; ControlAddressError; RangeError when its link makes no sense */
export async function startDaemon(options: DaemonOptions = {}): Promise<Daemon> {
  const torrents = new Map<string, HostedTorrent>();
  const limits = { ...defaultDaemonLimits, ...options.limits };
  const log = options.log ?? silentLogger;
  const hostOf = (infoHash: Uint8Array): HostedTorrent | undefined => {
    const torrent = torrents.get(toHex(infoHash));
    return torrent?.isOpen ? torrent : undefined;
  };
  const faults = new PeerFaults(log);
  const link = options.link && new AccessLink(options.link, { now, random: options.linkRandom ?? randomNumber });
  const sockets = await PeerSockets.open(options.listen, { log, faults, hostOf, link }, limits);
  const events = new EventHub((level) => {
    for (const torrent of torrents.values()) torrent.setEventLevel(level);
  });
  if (options.events !== undefined) {
    const { events: sink, engine: { eventLevel: level = defaultTorrentOptions.eventLevel } = {} } = options;
    events.add({ level, emit: (...told) => sink.emit(...told) });
  }
  const hold = (congested: boolean): void => {
    for (const torrent of torrents.values()) torrent.holdForDisk(congested);
  };
  const { uploadLimit: upload = Number.POSITIVE_INFINITY, downloadLimit: download = Number.POSITIVE_INFINITY } =
    options;
  const shared: SharedResources = {
    ...(options.resources ?? createProcessResources(limits, now)),
    peerId: createPeerId(randomBytes(12)),
    sockets,
    faults,
    limiters: new Limiters({ upload, download }, now, link && { uploads: link.gate }),
    link,
    budget: new IntakeBudget(limits.maxUnfinishedBytes, hold),
    openFiles: new OpenFiles(limits.maxOpenFiles, (error) => log.error({}, error.message)),
    openContent: options.openContent ?? openContent,
    trackers: new TrackerClients({ localAddress: sockets.localAddress, now, randomId: randomUint32 }),
    events,
    log,
    limits,
    journals: options.journals,
  };
  const daemon = new Daemon(torrents, shared, options);
  try {
    await daemon.openControl();
  } catch (error) {
    await daemon.close();
    throw error;
  }
  return daemon;
}
