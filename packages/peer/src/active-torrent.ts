import type { TorrentOptions } from '@seedbed/engine';
import { type Bitfield, formatAddress, type Metainfo, toHex } from '@seedbed/protocol';
import type { ChokeCounter } from './choke-counts.ts';
import { randomBytes, randomNumber } from './io/chance.ts';
import { now } from './io/clock.ts';
import { Content } from './io/content.ts';
import { inlineHasher } from './io/hashing/piece-hasher.ts';
import type { Limiters } from './io/net/limiters.ts';
import type { Greeter } from './io/net/peer-sockets.ts';
import { type OpenedContent, openContent } from './io/storage/open-content.ts';
import type { StorageError } from './io/storage/storage-error.ts';
import { Announcing } from './io/tracker/announcing.ts';
import { TrackerNotices } from './io/tracker/tracker-notices.ts';
import { usableTiers } from './io/tracker/usable-tiers.ts';
import type { SharedResources } from './shared-resources.ts';
import { TorrentRunner } from './torrent-runner.ts';

/** How one torrent is hosted. */
export interface HostingOptions {
  readonly dir: string;
  /** Who tells the events. */
  readonly name: string;
  readonly readOnly: boolean;
  /** Content that is not the torrent's is replaced. */
  readonly force: boolean;
  readonly engine: Omit<TorrentOptions, 'eventLevel'>;
  readonly onCheckProgress?: (done: number, total: number) => void;
}

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
  /** Every piece is verified, on disk, and the content has its name. */
  complete(): void;
  /** The disk is full or broken; told once, until it works again. */
  storageFailed(error: StorageError): void;
  storageReady(): void;
}

/** A torrent that takes part in its swarm: the content is taken, the engine runs. */
export class ActiveTorrent {
  readonly runner: TorrentRunner;
  /** Pieces that are verified. Read only. */
  readonly have: Bitfield;
  readonly #opened: OpenedContent;

  private constructor(runner: TorrentRunner, opened: OpenedContent) {
    this.runner = runner;
    this.have = opened.have;
    this.#opened = opened;
  }

  /**
   * Takes the content and looks at what is there of it. Nothing else happens before `runner.start()`.
   *
   * @throws StorageError; the reason of the signal
   */
  static async open(
    components: ActiveComponents,
    options: HostingOptions,
    listener: ActiveListener,
    signal: AbortSignal,
  ): Promise<ActiveTorrent> {
    const { metainfo, shared } = components;
    const { dir, readOnly, force, onCheckProgress: onProgress } = options;
    const open = (): Promise<OpenedContent> =>
      openContent(metainfo, shared.openFiles, { dir, readOnly, force, signal, ...(onProgress && { onProgress }) });
    const opened = await shared.checks.run(open, signal);
    return new ActiveTorrent(createRunner(components, options, listener, opened), opened);
  }

  /** Leaves in order: `stopped` is announced, connections and files are closed, others may have the content. */
  async leave(): Promise<void> {
    await this.runner.stop();
    await this.#opened.close();
  }
}

function createRunner(
  { metainfo, shared, greeter, limiters, chokes }: ActiveComponents,
  { name, engine }: HostingOptions,
  listener: ActiveListener,
  { storage, have }: OpenedContent,
): TorrentRunner {
  const { sockets, faults, events, log, peerId, trackers, budget, cache, limits } = shared;
  const content = new Content(
    { metainfo, storage, hasher: inlineHasher, budget, cache },
    {
      retryInterval: limits.diskRetryInterval,
      onFailed: (error) => listener.storageFailed(error),
      onReady: () => listener.storageReady(),
    },
  );
  const { infoHash, infoHashHex, announceTiers, name: torrentName } = metainfo;
  const identity = { infoHash, peerId, port: sockets.address.port, key: toHex(randomBytes(4)) };
  return new TorrentRunner(
    {
      metainfo,
      peerId,
      have,
      trackers: usableTiers(announceTiers, randomNumber, log),
      content,
      announcing: new Announcing({ clients: trackers, notices: new TrackerNotices(log, torrentName), now }, identity),
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
      onComplete: () => listener.complete(),
    },
  );
}
