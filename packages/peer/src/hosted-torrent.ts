import { EventEmitter } from 'node:events';
import type { TorrentOptions } from '@seedbed/engine';
import type { EventSink } from '@seedbed/events';
import { encodeHandshake, formatAddress, type Metainfo, type PeerAddress, toHex } from '@seedbed/protocol';
import type { DaemonLimits } from './daemon-options.ts';
import { randomBytes, randomNumber, shuffled } from './io/chance.ts';
import { now } from './io/clock.ts';
import { Content } from './io/content.ts';
import { inlineHasher } from './io/hashing/piece-hasher.ts';
import type { GreetedSocket, Host, PeerSockets } from './io/net/peer-sockets.ts';
import type { RateLimiter } from './io/net/rate-limiter.ts';
import type { IntakeBudget } from './io/pieces/intake-budget.ts';
import { type OpenedContent, openContent } from './io/storage/open-content.ts';
import type { OpenFiles } from './io/storage/open-files.ts';
import type { StorageError } from './io/storage/storage-error.ts';
import { Announcing } from './io/tracker/announcing.ts';
import type { TrackerClients } from './io/tracker/tracker-clients.ts';
import type { SpanCache } from './io/upload/span-cache.ts';
import type { Logger } from './logger.ts';
import type { TorrentEvents, TorrentHandle } from './torrent-handle.ts';
import { TorrentRunner } from './torrent-runner.ts';
import { emptyStats, type TorrentStage, type TorrentStatus } from './torrent-status.ts';

/** What the torrents of a daemon share. */
export interface SharedResources {
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  readonly sockets: PeerSockets;
  readonly uploads: RateLimiter;
  readonly downloads: RateLimiter;
  readonly budget: IntakeBudget;
  readonly cache: SpanCache;
  readonly openFiles: OpenFiles;
  readonly trackers: TrackerClients;
  readonly events: EventSink;
  readonly log: Logger;
  readonly limits: DaemonLimits;
}

/** How one torrent is hosted. */
export interface HostingOptions {
  readonly dir: string;
  /** Who tells the events. */
  readonly name: string;
  readonly readOnly: boolean;
  readonly engine: TorrentOptions;
  readonly onCheckProgress?: (done: number, total: number) => void;
}

/** One torrent of a daemon, from the look at what is there to the goodbye. */
export class HostedTorrent extends EventEmitter<TorrentEvents> implements TorrentHandle, Host {
  readonly metainfo: Metainfo;
  readonly handshake: Uint8Array;
  readonly #shared: SharedResources;
  readonly #options: HostingOptions;
  readonly #remove: () => Promise<void>;
  readonly #checking: AbortController = new AbortController();
  #opened: OpenedContent | undefined;
  #runner: TorrentRunner | undefined;
  #stage: TorrentStage = 'checking';
  #isComplete = false;
  #trouble: string | undefined;

  /** @param remove takes it out of its daemon */
  constructor(metainfo: Metainfo, shared: SharedResources, options: HostingOptions, remove: () => Promise<void>) {
    super();
    this.metainfo = metainfo;
    this.handshake = encodeHandshake({ infoHash: metainfo.infoHash, peerId: shared.peerId });
    this.#shared = shared;
    this.#options = options;
    this.#remove = remove;
  }

  get infoHash(): Uint8Array {
    return this.metainfo.infoHash;
  }

  /** Whether it takes connections. */
  get isOpen(): boolean {
    return this.#stage === 'running' || this.#stage === 'paused';
  }

  status(): TorrentStatus {
    const { name, infoHashHex, geometry } = this.metainfo;
    return {
      ...(this.#runner?.stats() ?? emptyStats(geometry.totalLength)),
      name,
      infoHash: infoHashHex,
      stage: this.#stage,
      complete: this.#isComplete,
      have: this.#runner?.have.count ?? 0,
      pieces: geometry.pieceCount,
      length: geometry.totalLength,
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
    };
  }

  addPeers(addresses: readonly PeerAddress[]): void {
    this.#runner?.addPeers(addresses);
  }

  remove(): Promise<void> {
    return this.#remove();
  }

  /** Checks what is there, and begins. @throws StorageError */
  async begin(): Promise<void> {
    const { dir, readOnly, onCheckProgress } = this.#options;
    const { signal } = this.#checking;
    const opened = await openContent(this.metainfo, this.#shared.openFiles, {
      dir,
      readOnly,
      signal,
      ...(onCheckProgress && { onProgress: onCheckProgress }),
    });
    if (signal.aborted) {
      await opened.close();
      throw signal.reason;
    }
    this.#opened = opened;
    this.#runner = this.#createRunner(opened);
    this.#stage = 'running';
    this.#runner.start();
  }

  /** Leaves in order; takes at most 5 s. */
  async end(): Promise<void> {
    if (this.#stage === 'stopped') return;
    this.#stage = 'stopped';
    this.#checking.abort(new Error(`${this.metainfo.name} was removed while its content was checked`));
    await this.#runner?.stop();
    await this.#opened?.close();
    this.emit('stopped');
  }

  accept(greeted: GreetedSocket): void {
    this.#runner?.accept(greeted);
  }

  holdForDisk(hold: boolean): void {
    this.#runner?.holdForDisk(hold);
  }

  #createRunner({ storage, have }: OpenedContent): TorrentRunner {
    const { sockets, uploads, downloads, events, log, peerId, trackers, budget, cache, limits } = this.#shared;
    const { metainfo } = this;
    const content = new Content(
      { metainfo, storage, hasher: inlineHasher, budget, cache },
      {
        retryInterval: limits.diskRetryInterval,
        onFailed: (error) => this.#storageFailed(error),
        onReady: () => this.#storageReady(),
      },
    );
    const identity = { infoHash: metainfo.infoHash, peerId, port: sockets.address.port, key: toHex(randomBytes(4)) };
    return new TorrentRunner(
      {
        metainfo,
        peerId,
        have,
        trackers: metainfo.announceTiers.map((tier) => shuffled(tier, randomNumber)),
        content,
        announcing: new Announcing(trackers, identity),
        limiters: { uploads, downloads },
        dial: (address, done, failed) => sockets.dial(address, this, done, failed),
        events,
        log,
        now,
        random: randomNumber,
      },
      {
        name: this.#options.name,
        address: formatAddress(sockets.address),
        engine: this.#options.engine,
        onComplete: () => this.#complete(),
      },
    );
  }

  #complete(): void {
    this.#isComplete = true;
    this.#shared.log.info({ torrent: this.metainfo.name }, 'complete and verified');
    // Not before `Daemon.add` has answered: nobody could be listening yet.
    setImmediate(() => this.emit('complete'));
  }

  #storageFailed(error: StorageError): void {
    this.#stage = 'paused';
    this.#trouble = error.message;
    this.#shared.log.error({ torrent: this.metainfo.name }, `paused: ${error.message}`);
    this.#runner?.storageFailed(error);
    this.emit('paused', error.message);
  }

  #storageReady(): void {
    this.#stage = 'running';
    this.#trouble = undefined;
    this.#shared.log.info({ torrent: this.metainfo.name }, 'the disk takes data again: going on');
    this.#runner?.storageReady();
    this.emit('resumed');
  }
}
