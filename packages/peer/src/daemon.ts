import { defaultTorrentOptions } from '@seedbed/engine';
import { createPeerId, formatAddress, type Metainfo, type PeerAddress, toHex } from '@seedbed/protocol';
import { ControlServer } from './control.ts';
import { type DaemonOptions, defaultDaemonLimits } from './daemon-options.ts';
import { HostedTorrent, type SharedResources } from './hosted-torrent.ts';
import { randomBytes } from './io/chance.ts';
import { now } from './io/clock.ts';
import { PeerSockets } from './io/net/peer-sockets.ts';
import { RateLimiter } from './io/net/rate-limiter.ts';
import { IntakeBudget } from './io/pieces/intake-budget.ts';
import { OpenFiles } from './io/storage/open-files.ts';
import { TrackerClients } from './io/tracker/tracker-clients.ts';
import { SpanCache } from './io/upload/span-cache.ts';
import { silentLogger } from './logger.ts';
import type { TorrentHandle } from './torrent-handle.ts';
import type { TorrentStatus } from './torrent-status.ts';

/** How a torrent is added. */
export interface AddTorrentOptions {
  /** Folder that the content lies in, or comes to; made when it is missing. */
  readonly dir: string;
  /** The content is only read: no lock is taken, so that several seeds may share it, and it must be complete. */
  readonly readOnly?: boolean;
  /** Peers to dial beside those of the trackers. */
  readonly connect?: readonly PeerAddress[];
  /** Pieces of the content that were looked at so far, and all of them. */
  readonly onCheckProgress?: (done: number, total: number) => void;
}

/** A torrent can't be added: it is here already, or the daemon is closing. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
  readonly code: 'duplicate-torrent' | 'closed';

  constructor(code: 'duplicate-torrent' | 'closed', text: string) {
    super(text);
    this.code = code;
  }
}

const noEvents = { emit: (): void => {} };

/** Starts a daemon without torrents. @throws ListenError */
export async function startDaemon(options: DaemonOptions = {}): Promise<Daemon> {
  const torrents = new Map<string, HostedTorrent>();
  const limits = { ...defaultDaemonLimits, ...options.limits };
  const log = options.log ?? silentLogger;
  const hostOf = (infoHash: Uint8Array): HostedTorrent | undefined => {
    const torrent = torrents.get(toHex(infoHash));
    return torrent?.isOpen ? torrent : undefined;
  };
  const sockets = await PeerSockets.open(options.listen, { log, hostOf }, limits);
  const hold = (congested: boolean): void => {
    for (const torrent of torrents.values()) torrent.holdForDisk(congested);
  };
  const shared: SharedResources = {
    peerId: createPeerId(randomBytes(12)),
    sockets,
    uploads: new RateLimiter(options.uploadLimit ?? Number.POSITIVE_INFINITY, now),
    downloads: new RateLimiter(options.downloadLimit ?? Number.POSITIVE_INFINITY, now),
    budget: new IntakeBudget(limits.maxUnfinishedBytes, hold),
    cache: new SpanCache(limits.readCache),
    openFiles: new OpenFiles(limits.maxOpenFiles, (error) => log.error({}, error.message)),
    trackers: new TrackerClients({ localAddress: sockets.localAddress }),
    events: options.events ?? noEvents,
    log,
    limits,
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

/** Any number of torrents behind one listening socket. Made by `startDaemon`. */
export class Daemon {
  readonly #torrents: Map<string, HostedTorrent>;
  readonly #shared: SharedResources;
  readonly #options: DaemonOptions;
  #control: ControlServer | undefined;
  #closing: Promise<void> | undefined;

  /** @param torrents by info hash in hexadecimal */
  constructor(torrents: Map<string, HostedTorrent>, shared: SharedResources, options: DaemonOptions) {
    this.#torrents = torrents;
    this.#shared = shared;
    this.#options = options;
  }

  /** Where it listens; the port is never 0. */
  get listen(): PeerAddress {
    return this.#shared.sockets.address;
  }

  /** URL of the control address, if there is one. */
  get control(): string | undefined {
    return this.#control?.url;
  }

  get torrents(): readonly TorrentHandle[] {
    return [...this.#torrents.values()];
  }

  status(): readonly TorrentStatus[] {
    return this.torrents.map((torrent) => torrent.status());
  }

  /**
   * Takes a torrent: checks what is there of its content, then announces, downloads what is missing, and serves.
   * Resolves when the check is done.
   *
   * @throws StorageError when the content can't be used
   * @throws DaemonError when the torrent is here already
   */
  async add(metainfo: Metainfo, options: AddTorrentOptions): Promise<TorrentHandle> {
    const key = metainfo.infoHashHex;
    if (this.#closing !== undefined) throw new DaemonError('closed', 'the daemon is closing');
    if (this.#torrents.has(key)) throw new DaemonError('duplicate-torrent', `${metainfo.name} is here already`);
    const { limits } = this.#shared;
    const { dir, readOnly = false, onCheckProgress } = options;
    const torrent = new HostedTorrent(
      metainfo,
      this.#shared,
      {
        dir,
        readOnly,
        name: this.#options.name ?? formatAddress(this.listen),
        engine: { ...defaultTorrentOptions, maxUnfinishedBytes: limits.maxUnfinishedBytes, ...this.#options.engine },
        ...(onCheckProgress && { onCheckProgress }),
      },
      () => this.#remove(key),
    );
    this.#torrents.set(key, torrent);
    try {
      await torrent.begin();
    } catch (error) {
      this.#torrents.delete(key);
      throw error;
    }
    torrent.addPeers(options.connect ?? []);
    return torrent;
  }

  /** Leaves in order: `stopped` is announced, everything is closed. Takes at most 5 s. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** For `startDaemon`. @throws ListenError */
  async openControl(): Promise<void> {
    const { control } = this.#options;
    if (control !== undefined) this.#control = await ControlServer.open(control, () => this.status());
  }

  async #remove(key: string): Promise<void> {
    await this.#torrents.get(key)?.end();
    this.#torrents.delete(key);
  }

  async #close(): Promise<void> {
    const { sockets, uploads } = this.#shared;
    sockets.stopListening();
    await Promise.all([...this.#torrents.values()].map((torrent) => torrent.end()));
    uploads.close();
    await Promise.all([sockets.close(), this.#control?.close()]);
    this.#torrents.clear();
  }
}
