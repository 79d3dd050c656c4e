import type { TorrentOptions } from '@seedbed/engine';
import type { SwarmEvent } from '@seedbed/events';
import type { LinkSettings } from '@seedbed/netem';
import type { PeerAddress } from '@seedbed/protocol';
import type { Allocation } from './allocation.ts';
import type { OpenContent } from './io/storage/opened-content.ts';
import type { Logger } from './logger.ts';
import type { ProcessResources } from './process-resources.ts';
import type { RateLimits } from './rate-limits.ts';

/** Where the events of several torrents go. */
export interface TorrentEventSink {
  /** @param infoHash of the torrent it happened to, in hexadecimal */
  emit(event: SwarmEvent, infoHash: string): void;
}

/** Settings of a daemon; all have defaults. `peerSettings` says where those that a user can set come from. */
export interface DaemonOptions {
  /** Who tells the events. */
  readonly name?: string;
  /** Port 0 picks a free one. Default: all addresses, the first free port of 6881 to 6889 (BEP 3). */
  readonly listen?: PeerAddress;
  /** The control address: health, figures, everything a daemon can be told. None without it. */
  readonly control?: PeerAddress;
  /** What requests to the control address have to know; it may be left out on loopback only. */
  readonly controlToken?: string;
  /** Folder of the torrents that are added by the control address. Without it none are. */
  readonly dir?: string;
  /** Bytes per second of all torrents together, headers of TCP and IP included. Default: no limit. */
  readonly uploadLimit?: number;
  readonly downloadLimit?: number;
  /**
   * What joins the daemon to the network; what is left out has no limit and no delay. Default: nothing, and nothing to
   * change later; a link without limits, `{}`, can be changed and costs some of the processor.
   */
  readonly link?: Partial<LinkSettings>;
  /** Of the link's jitter and losses: numbers in [0, 1). Default: nobody can foretell them. */
  readonly linkRandom?: () => number;
  /** Of each torrent that is added without limits of its own. Default: no limit. */
  readonly torrentLimits?: Partial<RateLimits>;
  /** How room for downloads is made on the disk, where it is not said with the torrent. Default `sparse`. */
  readonly allocate?: Allocation;
  /** Folder for the journals of torrents, see `Journal`. Without it none are kept, and each start hashes what is there. */
  readonly journals?: string;
  /** Of each torrent: slots, connections, level of events and whatever else the engine takes. */
  readonly engine?: Partial<TorrentOptions>;
  /** Where events go. Default: nowhere. */
  readonly events?: TorrentEventSink;
  /** What goes over each connection is told as events, the first 96 bytes of each message. Default: no. */
  readonly traceWire?: boolean;
  readonly log?: Logger;
  /** How the content of a torrent is opened. Default: as files below its folder. */
  readonly openContent?: OpenContent;
  /** Shared with other daemons of the process. Default: its own. */
  readonly resources?: ProcessResources;
  readonly limits?: Partial<DaemonLimits>;
}

/** Bounds of what a daemon takes, whatever comes from outside. */
export interface DaemonLimits {
  /** Connections in total, dials and handshakes under way included. */
  readonly maxConnections: number;
  /** Connections that come from one IP address. Default: 16, and no limit on loopback, see `AddressQuota`. */
  readonly maxPerAddress?: number;
  /** Incoming connections that have not shaken hands yet. */
  readonly maxPending: number;
  /** Time to connect, and time for the other side's handshake, ms. */
  readonly handshakeTimeout: number;
  /** Bytes that a peer may leave unread before it is taken for dead. */
  readonly maxUnread: number;
  /** Bytes of unfinished pieces in memory; what goes beyond is written block by block. */
  readonly maxUnfinishedBytes: number;
  /** Bytes that are kept of what was read for peers. */
  readonly readCache: number;
  /** Files that are kept open. */
  readonly maxOpenFiles: number;
  /** Contents that are looked through at once, when a torrent is added or comes back. */
  readonly maxChecks: number;
  /** Pause between two tries while the disk is full, ms. */
  readonly diskRetryInterval: number;
  /** Pause between a change of the content and a checkpoint of its journal, ms. */
  readonly checkpointAfter: number;
}

/** The defaults, each with its reason. */
export const defaultDaemonLimits: DaemonLimits = {
  // Two full torrents, and half of the 1,024 descriptors that a process usually has.
  maxConnections: 500,
  // As many as answer at once when a tracker hands out a new peer to a full swarm.
  maxPending: 64,
  // libtorrent's value too; on a slow line three round trips take 2 s.
  handshakeTimeout: 10_000,
  // The blocks that are handed over to the fastest (2 MiB), and as much again for messages.
  maxUnread: 4 * 1024 * 1024,
  maxUnfinishedBytes: 64 * 1024 * 1024,
  // The pieces that 20 unchoked peers are being sent, and as many that others ask for next.
  readCache: 32 * 1024 * 1024,
  maxOpenFiles: 200,
  // Each uses all cores already; the second one keeps them busy while the first waits for the disk.
  maxChecks: 2,
  // Space is made by people: soon enough for them, rare enough to be no load.
  diskRetryInterval: 2_000,
  // The system writes back by itself what is as old as that, so little is left to wait for.
  checkpointAfter: 30_000,
};
