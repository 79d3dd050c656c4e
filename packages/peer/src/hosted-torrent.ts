import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeHandshake, type Metainfo, type PeerAddress } from '@seedbed/protocol';
import { ActiveTorrent, type HostingOptions, type Opening, type SharedResources } from './active-torrent.ts';
import { crash } from './io/crash.ts';
import type { GreetedSocket, Host } from './io/net/peer-sockets.ts';
import type { KnownContent } from './io/storage/known-content.ts';
import { StorageError } from './io/storage/storage-error.ts';
import type { TorrentEvents, TorrentHandle } from './torrent-handle.ts';
import { emptyStats, type TorrentStage, type TorrentStatus } from './torrent-status.ts';

/** Longest pause between two looks at content that can't be used as it is, ms: people who repair it can wait so long. */
const LONGEST_WAIT = 60_000;

/** One torrent of a daemon, from the look at what is there to the goodbye. */
export class HostedTorrent extends EventEmitter<TorrentEvents> implements TorrentHandle, Host {
  readonly metainfo: Metainfo;
  readonly handshake: Uint8Array;
  readonly #shared: SharedResources;
  readonly #options: HostingOptions;
  readonly #remove: () => Promise<void>;
  readonly #checking: AbortController = new AbortController();
  readonly #addresses: PeerAddress[] = [];
  #active: ActiveTorrent | undefined;
  /** What the last look at the content found. */
  #known: KnownContent | undefined;
  /** Under way when content was lost. */
  #recovery: Promise<void> = Promise.resolve();
  #losses = 0;
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
      ...(this.#active?.runner.stats() ?? emptyStats(geometry.totalLength)),
      name,
      infoHash: infoHashHex,
      stage: this.#stage,
      complete: this.#isComplete,
      have: this.#active?.have.count ?? 0,
      pieces: geometry.pieceCount,
      length: geometry.totalLength,
      ...(this.#active?.allocated && { allocated: this.#active.allocated }),
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
    };
  }

  addPeers(addresses: readonly PeerAddress[]): void {
    this.#addresses.push(...addresses);
    this.#active?.runner.addPeers(addresses);
  }

  remove(): Promise<void> {
    return this.#remove();
  }

  /** Checks what is there, and begins. @throws StorageError */
  begin(): Promise<void> {
    return this.#enter({ recheck: this.#options.recheck });
  }

  /** Leaves in order; takes at most 5 s. */
  async end(): Promise<void> {
    if (this.#stage === 'stopped') return;
    this.#stage = 'stopped';
    this.#checking.abort(new Error(`${this.metainfo.name} was removed while its content was checked`));
    await this.#recovery;
    await this.#active?.leave();
    this.emit('stopped');
  }

  accept(greeted: GreetedSocket): void {
    this.#active?.runner.accept(greeted);
  }

  holdForDisk(hold: boolean): void {
    this.#active?.runner.holdForDisk(hold);
  }

  async #enter(how: Pick<Opening, 'recheck' | 'known'>): Promise<void> {
    const { signal } = this.#checking;
    const components = { metainfo: this.metainfo, shared: this.#shared, host: this };
    const listener = {
      complete: () => this.#complete(),
      storageFailed: (error: StorageError) => this.#storageFailed(error),
      storageReady: () => this.#storageReady(),
      contentLost: (reason: string) => this.#contentLost(reason),
    };
    const onChecked = (known: KnownContent): void => {
      this.#known = known;
    };
    const active = await ActiveTorrent.open(components, this.#options, listener, { ...how, signal, onChecked });
    if (signal.aborted) {
      await active.leave();
      throw signal.reason;
    }
    this.#active = active;
    if (active.wantsRoom) this.#makeRoom(active).catch(crash);
    else this.#run(active);
  }

  async #makeRoom(active: ActiveTorrent): Promise<void> {
    this.#stage = 'allocating';
    if (await active.makeRoom()) this.#run(active);
  }

  #run(active: ActiveTorrent): void {
    this.#stage = 'running';
    active.runner.start();
    active.runner.addPeers(this.#addresses);
  }

  /** What we said to have is not there any more, and no message takes that back: leaves, and comes again. */
  #contentLost(reason: string): void {
    if (this.#active === undefined || this.#checking.signal.aborted) return;
    this.#active.runner.fault(reason);
    this.#known = this.#active.known();
    this.#stage = 'checking';
    this.#isComplete = false;
    this.#recovery = this.#recover(this.#active).catch(crash);
    this.#active = undefined;
  }

  async #recover(active: ActiveTorrent): Promise<void> {
    const { signal } = this.#checking;
    const { diskRetryInterval } = this.#shared.limits;
    await active.leave();
    // A disk that loses everything that is written to it keeps nobody busy.
    let wait = Math.min(this.#losses * diskRetryInterval, LONGEST_WAIT);
    this.#losses++;
    while (!signal.aborted) {
      await pause(wait, undefined, { signal, ref: false }).catch(ignoreAbort);
      if (await this.#tryAgain()) return;
      wait = Math.min(2 * Math.max(wait, diskRetryInterval), LONGEST_WAIT);
    }
  }

  /** Answers whether there is nothing left to try. */
  async #tryAgain(): Promise<boolean> {
    const wasPaused = this.#trouble !== undefined;
    try {
      await this.#enter({ recheck: false, ...(this.#known && { known: this.#known }) });
      this.#trouble = undefined;
      if (wasPaused) this.emit('resumed');
      return true;
    } catch (error) {
      if (this.#checking.signal.aborted) return true;
      if (!(error instanceof StorageError)) throw error;
      if (error.message !== this.#trouble) this.#pause(error);
      return false;
    }
  }

  #complete(): void {
    this.#isComplete = true;
    this.#shared.log.info({ torrent: this.metainfo.name }, 'complete and verified');
    // Not before `Daemon.add` has answered: nobody could be listening yet.
    setImmediate(() => this.emit('complete'));
  }

  #storageFailed(error: StorageError): void {
    this.#active?.runner.storageFailed(error);
    this.#pause(error);
  }

  #storageReady(): void {
    this.#stage = this.#active?.allocated === undefined ? 'running' : 'allocating';
    this.#trouble = undefined;
    this.#shared.log.info({ torrent: this.metainfo.name }, 'the disk takes data again: going on');
    this.#active?.runner.storageReady();
    this.emit('resumed');
  }

  #pause(error: StorageError): void {
    this.#stage = 'paused';
    this.#trouble = error.message;
    this.#shared.log.error({ torrent: this.metainfo.name }, `paused: ${error.message}`);
    this.emit('paused', error.message);
  }
}

/** The pause was broken off: whoever did it looks after the rest. */
const ignoreAbort = (): void => {};
