import { EventEmitter } from 'node:events';
import type { PeerStats, StartedPiece } from '@seedbed/engine';
import type { EventLevel } from '@seedbed/events';
import { Bitfield, encodeHandshake, type Metainfo, type PeerAddress } from '@seedbed/protocol';
import { ActiveTorrent, type HostingOptions } from './active-torrent.ts';
import { ChokeCounter } from './choke-counts.ts';
import { DaemonError } from './daemon-error.ts';
import { now } from './io/clock.ts';
import { deleteContent } from './io/delete-content.ts';
import { Limiters } from './io/net/limiters.ts';
import type { GreetedSocket, Host } from './io/net/peer-sockets.ts';
import type { StorageError } from './io/storage/storage-error.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SharedResources } from './shared-resources.ts';
import type { TorrentEvents, TorrentHandle } from './torrent-handle.ts';
import { addTotals, emptyStats, type TorrentStage, type TorrentStatus, type TorrentTotals } from './torrent-status.ts';

/**
 * One torrent of a daemon, from the look at what is there to the goodbye. It is *checking*, *running*, *paused* or
 * *stopped*; between `begin` and `pause` (or `end`) it has an `ActiveTorrent`, as soon as the content is checked.
 *
 * Each change begins when the one before it is through, and only the last one counts: a begin that was overtaken by a
 * pause breaks off.
 */
export class HostedTorrent extends EventEmitter<TorrentEvents> implements TorrentHandle, Host {
  readonly metainfo: Metainfo;
  readonly handshake: Uint8Array;
  readonly chokes: ChokeCounter = new ChokeCounter();
  readonly #limiters: Limiters;
  readonly #shared: SharedResources;
  readonly #options: HostingOptions;
  readonly #remove: () => Promise<void>;
  #active: ActiveTorrent | undefined;
  #have: Bitfield;
  /** Only until it has begun once: what comes into its place while it is paused is somebody else's. */
  #force: boolean;
  #stage: TorrentStage = 'checking';
  #isComplete = false;
  #trouble: string | undefined;
  /** Bytes that are missing, as was known last. */
  #left: number;
  /** Bytes of the times before the last pause. */
  #past: TorrentTotals = { downloaded: 0, uploaded: 0, wasted: 0 };
  /** The begin that was not taken back, and how to break it off. */
  #begun: { readonly done: Promise<void>; readonly checking: AbortController } | undefined;
  /** Resolves when the changes that were asked for are through. */
  #changed: Promise<void> = Promise.resolve();

  /** @param remove takes it out of its daemon */
  constructor(
    metainfo: Metainfo,
    shared: SharedResources,
    options: HostingOptions & { readonly limits?: Partial<RateLimits> },
    remove: () => Promise<void>,
  ) {
    super();
    this.metainfo = metainfo;
    this.handshake = encodeHandshake({ infoHash: metainfo.infoHash, peerId: shared.peerId });
    this.#limiters = new Limiters(options.limits ?? {}, now, shared.limiters);
    this.#shared = shared;
    this.#options = options;
    this.#remove = remove;
    this.#force = options.force;
    this.#have = new Bitfield(metainfo.geometry.pieceCount);
    this.#left = metainfo.geometry.totalLength;
  }

  get infoHash(): Uint8Array {
    return this.metainfo.infoHash;
  }

  get dir(): string {
    return this.#options.dir;
  }

  get readOnly(): boolean {
    return this.#options.readOnly;
  }

  get limits(): RateLimits {
    return this.#limiters.limits;
  }

  /** Whether it takes connections. */
  get isOpen(): boolean {
    return this.#begun !== undefined && this.#active !== undefined;
  }

  status(): TorrentStatus {
    const { name, infoHashHex, geometry } = this.metainfo;
    const stats = this.#active?.runner.engine.stats(now()) ?? emptyStats(this.#left);
    return {
      ...stats,
      ...addTotals(this.#past, stats),
      name,
      infoHash: infoHashHex,
      stage: this.#stage,
      complete: this.#isComplete,
      have: this.#have.count,
      pieces: geometry.pieceCount,
      length: geometry.totalLength,
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
    };
  }

  peers(): readonly PeerStats[] {
    return this.#active?.runner.engine.peers(now()) ?? [];
  }

  have(): Bitfield {
    return this.#have;
  }

  startedPieces(): readonly StartedPiece[] {
    return this.#active?.runner.engine.startedPieces() ?? [];
  }

  availability(from: number, to: number): readonly number[] {
    return this.#active?.runner.engine.availability(from, to) ?? new Array<number>(to - from).fill(0);
  }

  setLimits(limits: Partial<RateLimits>): void {
    this.#limiters.set(limits);
  }

  addPeers(addresses: readonly PeerAddress[]): void {
    this.#active?.runner.addPeers(addresses);
  }

  /** Checks what is there, and begins. @throws StorageError; DaemonError */
  begin(): Promise<void> {
    if (this.#stage === 'stopped') return Promise.reject(new DaemonError('closed', `${this.metainfo.name} has left`));
    if (this.#begun !== undefined) return this.#begun.done;
    this.#stage = 'checking';
    this.#trouble = undefined;
    this.#isComplete = false;
    const checking = new AbortController();
    const done = this.#afterwards(() => this.#enter(checking.signal));
    this.#begun = { done, checking };
    return done;
  }

  resume(): Promise<void> {
    return this.begin();
  }

  pause(): Promise<void> {
    if (this.#stage !== 'stopped') this.#stage = 'paused';
    return this.#takeBack('paused');
  }

  /** Leaves in order, for good; takes at most 5 s. */
  async end(): Promise<void> {
    const isFirst = this.#stage !== 'stopped';
    this.#stage = 'stopped';
    await this.#takeBack('removed');
    if (!isFirst) return;
    this.#limiters.close();
    this.emit('stopped');
  }

  remove(): Promise<void> {
    return this.#remove();
  }

  async removeWithContent(): Promise<number> {
    const { metainfo, dir, readOnly } = this;
    if (readOnly) throw new DaemonError('read-only', `the content of ${metainfo.name} is only read; it is not deleted`);
    await this.#remove();
    return deleteContent(metainfo, dir);
  }

  accept(greeted: GreetedSocket): void {
    this.#active?.runner.accept(greeted);
  }

  holdForDisk(hold: boolean): void {
    this.#active?.runner.holdForDisk(hold);
  }

  setEventLevel(level: EventLevel): void {
    this.#active?.runner.engine.setEventLevel(level);
  }

  #afterwards(change: () => Promise<void>): Promise<void> {
    const done = this.#changed.then(change);
    // Whoever asked for it hears that it failed; what follows does not care.
    this.#changed = done.catch(() => {});
    return done;
  }

  #takeBack(how: 'paused' | 'removed'): Promise<void> {
    const text = `${this.metainfo.name} was ${how} while its content was checked`;
    this.#begun?.checking.abort(new DaemonError('interrupted', text));
    this.#begun = undefined;
    this.#trouble = undefined;
    return this.#afterwards(() => this.#leave());
  }

  async #enter(signal: AbortSignal): Promise<void> {
    const active = await this.#open(signal).catch((error: unknown) => {
      if (!signal.aborted) this.#failed(error);
      throw error;
    });
    if (signal.aborted) {
      await active.leave();
      throw signal.reason;
    }
    this.#active = active;
    this.#have = active.have;
    this.#force = false;
    this.#stage = 'running';
    active.runner.start();
  }

  #open(signal: AbortSignal): Promise<ActiveTorrent> {
    const { metainfo, chokes } = this;
    const components = { metainfo, chokes, shared: this.#shared, greeter: this, limiters: this.#limiters };
    const listener = {
      complete: () => this.#complete(),
      storageFailed: (error: StorageError) => this.#storageFailed(error),
      storageReady: () => this.#storageReady(),
    };
    return ActiveTorrent.open(components, { ...this.#options, force: this.#force }, listener, signal);
  }

  async #leave(): Promise<void> {
    if (this.#active === undefined) return;
    await this.#active.leave();
    const stats = this.#active.runner.engine.stats(now());
    this.#past = addTotals(this.#past, stats);
    this.#left = stats.left;
    this.#active = undefined;
  }

  /** The content can't be used as it is: `resume` tries again. */
  #failed(error: unknown): void {
    this.#begun = undefined;
    this.#stage = 'paused';
    this.#trouble = error instanceof Error ? error.message : String(error);
  }

  #complete(): void {
    this.#isComplete = true;
    this.#shared.log.info({ torrent: this.metainfo.name }, 'complete and verified');
    // Not before `Daemon.add` has answered: nobody could be listening yet.
    setImmediate(() => this.emit('complete'));
  }

  #storageFailed(error: StorageError): void {
    // While it leaves nobody waits for the disk any more.
    if (this.#begun === undefined) return;
    this.#stage = 'paused';
    this.#trouble = error.message;
    this.#shared.log.error({ torrent: this.metainfo.name }, `paused: ${error.message}`);
    this.#active?.runner.storageFailed(error);
    this.emit('paused', error.message);
  }

  #storageReady(): void {
    if (this.#begun === undefined) return;
    this.#stage = 'running';
    this.#trouble = undefined;
    this.#shared.log.info({ torrent: this.metainfo.name }, 'the disk takes data again: going on');
    this.#active?.runner.storageReady();
    this.emit('resumed');
  }
}
