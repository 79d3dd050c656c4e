import type { TorrentOptions } from '@seedbed/engine';
import { type Bitfield, formatAddress, type Metainfo, toHex } from '@seedbed/protocol';
import type { Allocation } from './allocation.ts';
import type { ChokeCounter } from './choke-counts.ts';
import { randomBytes, randomNumber } from './io/chance.ts';
import { now } from './io/clock.ts';
import { Content } from './io/content.ts';
import type { Limiters } from './io/net/limiters.ts';
import type { Greeter } from './io/net/peer-sockets.ts';
import type { KnownContent } from './io/storage/known-content.ts';
import type { OpenContentOptions } from './io/storage/open-content.ts';
import type { OpenedContent } from './io/storage/opened-content.ts';
import { ignoreStorageError, type StorageError } from './io/storage/storage-error.ts';
import { Announcing } from './io/tracker/announcing.ts';
import { TrackerNotices } from './io/tracker/tracker-notices.ts';
import { usableTiers } from './io/tracker/usable-tiers.ts';
import type { SharedResources } from './shared-resources.ts';
import { TorrentRunner } from './torrent-runner.ts';
import type { TorrentStatus } from './torrent-status.ts';

/** How one torrent is hosted. */
export interface HostingOptions
  extends Pick<OpenContentOptions, 'dir' | 'within' | 'selection' | 'readOnly' | 'shared' | 'onJournalTrouble'> {
  /** Who tells the events. */
  readonly name: string;
  readonly allocate: Allocation;
  readonly engine: Omit<TorrentOptions, 'eventLevel'>;
  /** What goes over each connection is told. */
  readonly traceWire: boolean;
  readonly onCheckProgress?: (done: number, total: number) => void;
}

/** How the content is opened this time. */
export type Opening = Pick<OpenContentOptions, 'force' | 'recheck' | 'known' | 'signal' | 'onChecked'>;

/** What a torrent keeps over its pauses. */
export interface ActiveComponents {
  readonly metainfo: Metainfo;
  readonly shared: SharedResources;
  readonly greeter: Greeter;
  readonly limiters: Limiters;
  readonly chokes: ChokeCounter;
}

/** What an active torrent tells. */
export interface ActiveListener {
  /** Every wanted piece is verified, on disk, and the wanted files have their names. */
  complete(): void;
  /** The disk is full or broken; told once, until it works again. */
  storageFailed(error: StorageError): void;
  storageReady(): void;
  /** Pieces that were there may not be there any more: the torrent is to begin anew. Told once. */
  contentLost(reason: string): void;
}

/** A torrent that takes part in its swarm: the content is taken, the engine runs. */
export class ActiveTorrent {
  readonly runner: TorrentRunner;
  /** Pieces that are verified. Read only. */
  readonly have: Bitfield;
  readonly #content: Content;
  readonly #opened: OpenedContent;
  readonly #options: HostingOptions;
  #allocated: TorrentStatus['allocated'];

  private constructor(runner: TorrentRunner, content: Content, opened: OpenedContent, options: HostingOptions) {
    this.runner = runner;
    this.have = opened.have;
    this.#content = content;
    this.#opened = opened;
    this.#options = options;
  }

  /**
   * Takes the content and looks at what is there of it. Nothing else happens before `runner.start`.
   *
   * @throws StorageError; the reason of the signal
   */
  static async open(
    components: ActiveComponents,
    options: HostingOptions,
    listener: ActiveListener,
    opening: Opening,
  ): Promise<ActiveTorrent> {
    const { metainfo, shared } = components;
    const { openFiles, log, limits, journals } = shared;
    const { onCheckProgress } = options;
    const open = (): Promise<OpenedContent> =>
      shared.openContent(
        { metainfo, openFiles, log },
        {
          ...options,
          ...opening,
          onLost: (reason) => listener.contentLost(reason),
          ...(onCheckProgress && { onProgress: onCheckProgress }),
          ...(journals !== undefined && { journal: { folder: journals, checkpointAfter: limits.checkpointAfter } }),
        },
      );
    const opened = await shared.checks.run(open, opening.signal);
    const content = createContent(components, opened, listener);
    return new ActiveTorrent(createRunner(components, options, listener, opened, content), content, opened, options);
  }

  /** Room that was made on the disk so far, and all that is needed, bytes; only while it is made. */
  get allocated(): TorrentStatus['allocated'] {
    return this.#allocated;
  }

  /** Whether room has to be made on the disk before the runner starts. */
  get wantsRoom(): boolean {
    const { allocate, selection } = this.#options;
    return allocate === 'full' && !selection.isThere(this.have);
  }

  /** Makes room on the disk for everything wanted that is missing. Resolves with false when it left before. */
  async makeRoom(): Promise<boolean> {
    const isMade = await this.#content.reserve(this.#options.selection.settled(this.have), (done, total) => {
      this.#allocated = { done, total };
    });
    this.#allocated = undefined;
    return isMade;
  }

  /** What is known of the content now. */
  known(): KnownContent {
    return { have: this.have.copy(), stamps: this.#opened.stamps() };
  }

  /** Leaves in order: `stopped` is announced, connections and files are closed, others may have the content. */
  async leave(): Promise<void> {
    await this.runner.stop();
    await this.#opened.close();
  }
}

function createContent(
  { metainfo, shared: { hasher, budget, cache, limits } }: ActiveComponents,
  opened: OpenedContent,
  listener: ActiveListener,
): Content {
  const onFailed = (error: StorageError): void => {
    // Somebody took away what we write to. If nothing was lost with it, it may come back.
    if (error.code === 'changed') opened.doubt().then(() => listener.storageFailed(error), ignoreStorageError);
    else listener.storageFailed(error);
  };
  return new Content(
    { metainfo, opened, hasher, budget, cache },
    {
      retryInterval: limits.diskRetryInterval,
      onFailed,
      onReady: () => listener.storageReady(),
    },
  );
}

function createRunner(
  { metainfo, shared, greeter, limiters, chokes }: ActiveComponents,
  { name, engine, selection, traceWire }: HostingOptions,
  listener: ActiveListener,
  { have }: OpenedContent,
  content: Content,
): TorrentRunner {
  const { sockets, faults, events, log, peerId, trackers, limits } = shared;
  const { infoHash, infoHashHex, announceTiers } = metainfo;
  const identity = { infoHash, peerId, port: sockets.address.port, key: toHex(randomBytes(4)) };
  const notices = new TrackerNotices(log, metainfo.name);
  return new TorrentRunner(
    {
      metainfo,
      peerId,
      have,
      wanted: selection.pieces,
      trackers: usableTiers(announceTiers, randomNumber, log),
      content,
      announcing: new Announcing({ clients: trackers, notices }, identity),
      limiters,
      chokes,
      dial: (address, done, failed) => sockets.dial(address, greeter, done, failed),
      events: events.sinkOf(infoHashHex),
      faults,
      log,
      now,
      random: randomNumber,
    },
    {
      name,
      address: formatAddress(sockets.address),
      engine: { ...engine, eventLevel: events.level },
      traceWire,
      maxUnread: limits.maxUnread,
      onComplete: () => listener.complete(),
    },
  );
}
