import type { EventSink } from '@seedbed/events';
import { formatAddress } from '@seedbed/protocol';
import type { Daemon } from '../daemon.ts';
import type { OpenContent } from '../io/storage/opened-content.ts';
import { startDaemon } from '../start-daemon.ts';
import type { TorrentHandle } from '../torrent-handle.ts';
import { ContentFaults } from './content-faults.ts';
import { contentOf } from './content-of.ts';
import { daemonOptionsOf } from './daemon-options-of.ts';
import type { PeerEnd } from './host-command.ts';
import type { PeerMessage } from './host-message.ts';
import type { HostResources } from './host-resources.ts';
import type { LinkConfig, PeerProcessConfig } from './peer-process-config.ts';
import { reasonOf } from './reason-of.ts';
import { seededRandom } from './seeded-random.ts';

export interface HostedPeerComponents {
  readonly shared: HostResources;
  readonly tell: (message: PeerMessage) => void;
}

/** One peer of a process: a daemon with one torrent. */
export class HostedPeer {
  readonly #config: PeerProcessConfig;
  readonly #components: HostedPeerComponents;
  /** What is wrong with its content, because somebody wants it so. */
  readonly faults: ContentFaults = new ContentFaults();
  readonly #openContent: OpenContent;
  /** How it is joined to the network now; a daemon that comes about later begins with it. */
  #link: LinkConfig;
  #unreachable: readonly string[] = [];
  #daemon: Daemon | undefined;
  #torrent: TorrentHandle | undefined;
  #end: PeerEnd | undefined;
  /** Resolves when the start has succeeded or failed. */
  #begun: Promise<boolean> | undefined;
  #lastProgress = '';
  #lastUse = '0 0 0 0';

  /** @throws ProcessConfigError */
  constructor(config: PeerProcessConfig, components: HostedPeerComponents) {
    this.#config = config;
    this.#link = config.link ?? {};
    this.#openContent = this.faults.around(contentOf(config));
    this.#components = components;
  }

  /** It was told to leave. */
  get isLeaving(): boolean {
    return this.#end !== undefined;
  }

  /** Begins, and tells how that went. Resolves with whether it takes part. Never rejects. */
  begin(): Promise<boolean> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  /** Leaves, also while it begins. Resolves when it is gone; takes at most 5 s. */
  async leave(how: PeerEnd): Promise<void> {
    this.#end = how;
    await this.#close(how);
    // What is made only now sees that it has to go.
    await this.#begun;
  }

  /** The whole line anew. */
  setLink(link: LinkConfig): void {
    this.#link = link;
    this.#daemon?.setLink(link);
  }

  /** IP addresses that are not reached, and all others are. */
  setUnreachable(addresses: readonly string[]): void {
    this.#unreachable = addresses;
    this.#daemon?.setUnreachable(addresses);
  }

  /** What is to be told of the use of its link, if there was any since it was asked last. */
  linkUse(): PeerMessage | undefined {
    const use = this.#daemon?.linkUse();
    const now = use && `${use.upload.bytes} ${use.upload.busy} ${use.download.bytes} ${use.download.busy}`;
    if (use === undefined || now === this.#lastUse) return undefined;
    this.#lastUse = now ?? '';
    return { type: 'link-use', ...use };
  }

  /** What is to be told of its progress, if there was any since it was asked last. */
  progress(): PeerMessage | undefined {
    if (this.#torrent === undefined) return undefined;
    const { have, pieces, downloaded, uploaded } = this.#torrent.status();
    const now = `${have} ${downloaded} ${uploaded}`;
    if (now === this.#lastProgress) return undefined;
    this.#lastProgress = now;
    return { type: 'progress', have, pieces, downloaded, uploaded };
  }

  async #begin(): Promise<boolean> {
    try {
      return await this.#start();
    } catch (error) {
      await this.#close(this.#end ?? 'killed');
      // Who leaves breaks off its own start.
      if (!this.isLeaving) this.#components.tell({ type: 'failed', reason: reasonOf(error) });
      return false;
    }
  }

  async #start(): Promise<boolean> {
    const { shared: resources, tell } = this.#components;
    const { torrent: path, dir, readOnly = false, shared = false } = this.#config;
    const { allocate = 'sparse', recheck = false, connect = [], linkSeed } = this.#config;
    const metainfo = await resources.torrents.read(path);
    const daemon = await startDaemon({
      ...daemonOptionsOf(this.#config),
      openContent: this.#openContent,
      resources: resources.daemons,
      events: { emit: this.#emit },
      link: this.#link,
      ...(linkSeed !== undefined && { linkRandom: seededRandom(linkSeed) }),
    });
    this.#daemon = daemon;
    // They may have changed while it was made.
    daemon.setLink(this.#link);
    daemon.setUnreachable(this.#unreachable);
    if (this.#end !== undefined) {
      await this.#close(this.#end);
      return false;
    }
    const torrent = await daemon.add(metainfo, { dir, readOnly, shared, allocate, recheck, connect });
    torrent.on('complete', () => tell({ type: 'verified' }));
    torrent.on('paused', (reason) => tell({ type: 'paused', reason }));
    torrent.on('resumed', () => tell({ type: 'resumed' }));
    this.#torrent = torrent;
    const { listen, control } = daemon;
    tell({ type: 'ready', listen: formatAddress(listen), ...(control && { control }) });
    return true;
  }

  async #close(how: PeerEnd): Promise<void> {
    await (how === 'order' ? this.#daemon?.close() : this.#daemon?.kill());
  }

  /** Who was killed tells nothing of its end. */
  readonly #emit: EventSink['emit'] = (event) => {
    if (this.#end !== 'killed') this.#components.shared.events?.emit(event);
  };
}
