import type { ControlServer } from '@seedbed/control';
import type { LinkSettings } from '@seedbed/netem';
import type { Metainfo, PeerAddress } from '@seedbed/protocol';
import type { AddTorrentOptions } from './add-torrent-options.ts';
import { openControl } from './control/open-control.ts';
import { DaemonError } from './daemon-error.ts';
import type { DaemonOptions } from './daemon-options.ts';
import type { DaemonUsage } from './daemon-usage.ts';
import { hostTorrent } from './host-torrent.ts';
import type { HostedTorrent } from './hosted-torrent.ts';
import { forgetJournal } from './io/journal/content-journal.ts';
import type { AccessLink, AccessLinkUse } from './io/net/access-link.ts';
import { StorageError } from './io/storage/storage-error.ts';
import { targetFolder } from './io/storage/target-folder.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SharedResources } from './shared-resources.ts';
import type { TorrentHandle } from './torrent-handle.ts';
import { addTotals, type TorrentStatus, type TorrentTotals } from './torrent-status.ts';

/** Any number of torrents behind one listening socket. Made by `startDaemon`. */
export class Daemon {
  readonly #torrents: Map<string, HostedTorrent>;
  readonly #shared: SharedResources;
  readonly #options: DaemonOptions;
  #control: ControlServer | undefined;
  #closing: Promise<void> | undefined;
  /** Bytes of the torrents that have left. */
  #past: TorrentTotals = { downloaded: 0, uploaded: 0, wasted: 0 };

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

  /** @param infoHash 40 hexadecimal digits, in lower case */
  get(infoHash: string): TorrentHandle | undefined {
    return this.#torrents.get(infoHash);
  }

  status(): readonly TorrentStatus[] {
    return this.torrents.map((torrent) => torrent.status());
  }

  /** Limits of all torrents together. */
  get limits(): RateLimits {
    return this.#shared.limiters.limits;
  }

  /** Changes the limits that are given, at once. @throws RangeError when one is not above 0 */
  setLimits(limits: Partial<RateLimits>): void {
    this.#shared.limiters.set(limits);
    for (const torrent of this.#torrents.values()) torrent.limitsChanged();
  }

  /**
   * Changes what joins the daemon to the network, at once and as a whole: what is left out has no limit and no delay. No
   * byte is lost.
   *
   * @throws RangeError when it makes no sense
   */
  setLink(link: Partial<LinkSettings>): void {
    this.#link.set(link);
    for (const torrent of this.#torrents.values()) torrent.limitsChanged();
  }

  /**
   * Cuts the way to the peers at these IP addresses, and to no others: what is on its way waits as in a cut cable, dials get
   * no answer, and who comes from there is not let in. An empty list mends all. Trackers are reached as before.
   */
  setUnreachable(ips: readonly string[]): void {
    this.#link.setUnreachable(ips);
  }

  /** How much of the link was used since the start. */
  linkUse(): AccessLinkUse {
    return this.#link.use();
  }

  /** Figures of the daemon as a whole; the bytes are those of torrents that have left too. */
  usage(): DaemonUsage {
    const { sockets, budget, cache, openFiles } = this.#shared;
    return {
      ...this.status().reduce(addTotals, this.#past),
      connections: sockets.size,
      peerBufferBytes: [...this.#torrents.values()].reduce((sum, { buffered }) => sum + buffered, 0),
      unfinishedBytes: budget.reserved,
      cachedBytes: cache.size,
      openFiles: openFiles.size,
    };
  }

  /**
   * Takes a torrent: checks what is there of its content, then announces, downloads what is missing, and serves.
   * Resolves when the check is done, or when the torrent was paused meanwhile.
   *
   * @throws StorageError when the content can't be used
   * @throws RangeError when there is no such file
   * @throws DaemonError when the torrent is here already, or was removed while it was checked
   */
  async add(metainfo: Metainfo, options: AddTorrentOptions): Promise<TorrentHandle> {
    const key = metainfo.infoHashHex;
    if (this.#closing !== undefined) throw new DaemonError('closed', 'the daemon is closing');
    if (this.#torrents.has(key)) throw new DaemonError('duplicate-torrent', `${metainfo.name} is here already`);
    const torrent: HostedTorrent = hostTorrent(metainfo, options, {
      shared: this.#shared,
      options: this.#options,
      remove: () => this.#remove(torrent),
    });
    this.#torrents.set(key, torrent);
    try {
      await torrent.begin();
    } catch (error) {
      const isPaused = error instanceof DaemonError && torrent.status().stage !== 'stopped';
      if (!isPaused) this.#forget(torrent);
      if (!isPaused) throw error;
    }
    torrent.addPeers(options.connect ?? []);
    return torrent;
  }

  /** Leaves in order: `stopped` is announced, everything is closed. Takes at most 5 s. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Is gone at once, as when its process is killed: nobody is told anything. Resolves when the port is free. */
  kill(): Promise<void> {
    for (const torrent of this.#torrents.values()) torrent.abandon();
    return this.close();
  }

  /** For `startDaemon`. @throws ListenError; ControlAddressError */
  async openControl(): Promise<void> {
    const { control: address, controlToken: token, dir } = this.#options;
    if (address === undefined) return;
    const { events, log } = this.#shared;
    this.#control = await openControl(address, { daemon: this, events, log }, { token, dir });
  }

  async #remove(torrent: HostedTorrent): Promise<void> {
    await torrent.end();
    this.#forgetJournal(torrent);
    this.#forget(torrent);
  }

  /** Of a torrent that is removed nothing is remembered; when the daemon itself leaves, the journals stay. */
  #forgetJournal({ metainfo, dir }: HostedTorrent): void {
    const { journals, log } = this.#shared;
    if (journals === undefined || this.#closing !== undefined) return;
    try {
      forgetJournal(metainfo, targetFolder(dir, false), journals);
    } catch (error) {
      // It is about content that is not there any more, or can't be deleted: then it is never used, or still right.
      if (!(error instanceof StorageError)) throw error;
      log.debug({ torrent: metainfo.name }, error.message);
    }
  }

  /** It may have been forgotten already, and another one have come under its name. */
  #forget(torrent: HostedTorrent): void {
    const { infoHashHex } = torrent.metainfo;
    if (this.#torrents.get(infoHashHex) !== torrent) return;
    this.#torrents.delete(infoHashHex);
    this.#past = addTotals(this.#past, torrent.status());
  }

  async #close(): Promise<void> {
    const { sockets, link, limiters, trackers, hasher } = this.#shared;
    sockets.stopListening();
    await Promise.all([...this.#torrents.values()].map((torrent) => torrent.end()));
    limiters.close();
    trackers.close();
    const own = this.#options.resources === undefined ? hasher : undefined;
    await Promise.all([sockets.close(), this.#control?.close(), own?.close()]);
    link?.close();
    this.#torrents.clear();
  }

  get #link(): AccessLink {
    const { link } = this.#shared;
    if (link === undefined) throw new Error('a daemon that was started without a link has none to change');
    return link;
  }
}
