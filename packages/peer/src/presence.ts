import { setTimeout as pause } from 'node:timers/promises';
import type { TorrentStats } from '@seedbed/engine';
import { Bitfield, type PeerAddress } from '@seedbed/protocol';
import { type ActiveComponents, ActiveTorrent, type HostingOptions } from './active-torrent.ts';
import { DaemonError } from './daemon-error.ts';
import { now } from './io/clock.ts';
import { crash } from './io/crash.ts';
import type { KnownContent } from './io/storage/known-content.ts';
import { StorageError } from './io/storage/storage-error.ts';
import { addTotals, emptyStats, type TorrentStage, type TorrentTotals } from './torrent-status.ts';

/** Longest pause between two looks at content that can't be used as it is, ms: people who repair it can wait so long. */
const LONGEST_WAIT = 60_000;

export interface PresenceOptions extends HostingOptions {
  /** The first time, content that is not the torrent's is replaced. Later it would be what somebody has put there since. */
  readonly force: boolean;
  /** The first time, every piece is hashed, whatever is known. */
  readonly recheck: boolean;
}

/** What becomes of a torrent without anybody asking for it. */
export interface PresenceListener {
  /** Every wanted piece is verified and the wanted files have their final names. */
  complete(): void;
  /** The content can't be used; told once, until `resumed`. */
  paused(reason: string): void;
  resumed(): void;
}

/**
 * How a torrent takes part in its swarm, and when not. It is *checking*, *allocating*, *running*, *paused* or *stopped*;
 * between `begin` and `pause` (or `end`) it has an `ActiveTorrent`, as soon as the content was looked at. When content is
 * lost to somebody else it leaves and comes again with what is there, which no message of BEP 3 could tell otherwise.
 *
 * Each of these changes begins when the one before it is through, and only the last one counts: a begin that was
 * overtaken by a pause breaks off.
 */
export class Presence {
  readonly #components: ActiveComponents;
  readonly #options: PresenceOptions;
  readonly #listener: PresenceListener;
  /** Peers that the user named. */
  readonly #addresses: PeerAddress[] = [];
  #active: ActiveTorrent | undefined;
  #have: Bitfield;
  #stage: TorrentStage = 'checking';
  #isComplete = false;
  #trouble: string | undefined;
  /** Bytes of the wanted pieces that were missing when it left last, and bytes that were moved until then. */
  #left: number;
  #past: TorrentTotals = { downloaded: 0, uploaded: 0, wasted: 0 };
  /** What the last look at the content found. */
  #known: KnownContent | undefined;
  #isFirst = true;
  #losses = 0;
  /** The begin that was not taken back, and how to break off what came of it. */
  #begun: { readonly done: Promise<void>; readonly controller: AbortController } | undefined;
  /** Resolves when the changes that were asked for are through. */
  #changed: Promise<void> = Promise.resolve();

  constructor(components: ActiveComponents, options: PresenceOptions, listener: PresenceListener) {
    const { geometry } = components.metainfo;
    this.#components = components;
    this.#options = options;
    this.#listener = listener;
    this.#have = new Bitfield(geometry.pieceCount);
    this.#left = options.selection.pieces
      .piecesNotIn(this.#have)
      .reduce((sum, piece) => sum + geometry.pieceSize(piece), 0);
  }

  get active(): ActiveTorrent | undefined {
    return this.#active;
  }

  get stage(): TorrentStage {
    return this.#stage;
  }

  /** Every wanted piece is verified and the wanted files have their final names. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Why it is paused, where nobody asked for it. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Pieces that are verified; none before the content was looked at. Read only. */
  get have(): Bitfield {
    return this.#have;
  }

  /** Whether it takes connections. */
  get isOpen(): boolean {
    const takesPart = this.#stage === 'running' || this.#stage === 'paused';
    return takesPart && this.#begun !== undefined && this.#active !== undefined;
  }

  /** Figures since the very first begin; what is left, of the wanted files alone. */
  stats(): TorrentStats {
    const stats = this.#active?.runner.engine.stats(now()) ?? emptyStats(this.#left);
    const left = this.#options.selection.left(stats.left, this.#have);
    return { ...stats, ...addTotals(this.#past, stats), left };
  }

  /** Dials peers, also each time it comes back. Those of a private torrent come from its tracker alone (BEP 27). */
  addPeers(addresses: readonly PeerAddress[]): void {
    const { metainfo, shared } = this.#components;
    if (metainfo.private && addresses.length > 0) {
      return shared.log.warn(
        {},
        `${metainfo.name} is private: only the peers that its tracker names are dialled, no others`,
      );
    }
    this.#addresses.push(...addresses);
    this.#active?.runner.addPeers(addresses);
  }

  /** Looks at what is there, and begins. Without effect while it has begun. @throws StorageError; DaemonError */
  begin(): Promise<void> {
    if (this.#stage === 'stopped') {
      return Promise.reject(new DaemonError('closed', `${this.#components.metainfo.name} has left`));
    }
    if (this.#begun !== undefined) return this.#begun.done;
    this.#stage = 'checking';
    this.#trouble = undefined;
    this.#isComplete = false;
    const controller = new AbortController();
    const done = this.#afterwards(() => this.#begin(controller.signal));
    this.#begun = { done, controller };
    return done;
  }

  /** Leaves in order, and may begin again; takes at most 5 s. */
  pause(): Promise<void> {
    if (this.#stage !== 'stopped') this.#stage = 'paused';
    return this.#takeBack('paused');
  }

  /** Leaves in order, for good; takes at most 5 s. */
  end(): Promise<void> {
    this.#stage = 'stopped';
    return this.#takeBack('removed');
  }

  #afterwards(change: () => Promise<void>): Promise<void> {
    const done = this.#changed.then(change);
    // Whoever asked for it hears that it failed; what follows does not care.
    this.#changed = done.catch(() => {});
    return done;
  }

  #takeBack(how: 'paused' | 'removed'): Promise<void> {
    const text = `${this.#components.metainfo.name} was ${how} while its content was checked`;
    this.#begun?.controller.abort(new DaemonError('interrupted', text));
    this.#begun = undefined;
    this.#trouble = undefined;
    return this.#afterwards(() => this.#leave());
  }

  async #begin(signal: AbortSignal): Promise<void> {
    try {
      await this.#enter(signal);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
      throw error;
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    const { force, recheck } = this.#options;
    const listener = {
      complete: () => this.#complete(),
      storageFailed: (error: StorageError) => this.#storageFailed(error),
      storageReady: () => this.#storageReady(),
      contentLost: (reason: string) => this.#contentLost(reason, signal),
    };
    const active = await ActiveTorrent.open(this.#components, this.#options, listener, {
      signal,
      force: force && this.#isFirst,
      recheck: recheck && this.#isFirst,
      ...(this.#known && { known: this.#known }),
      onChecked: (known) => {
        this.#known = known;
      },
    });
    if (signal.aborted) {
      await active.leave();
      throw signal.reason;
    }
    this.#isFirst = false;
    this.#active = active;
    this.#have = active.have;
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

  async #leave(): Promise<void> {
    const active = this.#active;
    if (active === undefined) return;
    await active.leave();
    const stats = active.runner.engine.stats(now());
    this.#past = addTotals(this.#past, stats);
    this.#left = stats.left;
    this.#known = active.known();
    this.#active = undefined;
  }

  /** The content can't be used as it is: the next begin tries again. */
  #failed(error: unknown): void {
    this.#begun = undefined;
    this.#stage = 'paused';
    this.#trouble = error instanceof Error ? error.message : String(error);
  }

  /** What we said to have is not there any more, and no message takes that back: leaves, and comes again. */
  #contentLost(reason: string, signal: AbortSignal): void {
    if (this.#active === undefined || signal.aborted) return;
    this.#active.runner.fault(reason);
    this.#stage = 'checking';
    this.#isComplete = false;
    // As it was known before anything else is written on the way out.
    const known = this.#active.known();
    this.#afterwards(() => this.#recover(known, signal)).catch(crash);
  }

  async #recover(known: KnownContent, signal: AbortSignal): Promise<void> {
    const { diskRetryInterval } = this.#components.shared.limits;
    await this.#leave();
    this.#known = known;
    // A disk that loses everything that is written to it keeps nobody busy.
    let wait = Math.min(this.#losses * diskRetryInterval, LONGEST_WAIT);
    this.#losses++;
    while (!signal.aborted) {
      await pause(wait, undefined, { signal, ref: false }).catch(ignoreAbort);
      if (await this.#tryAgain(signal)) return;
      wait = Math.min(2 * Math.max(wait, diskRetryInterval), LONGEST_WAIT);
    }
  }

  /** Answers whether there is nothing left to try. */
  async #tryAgain(signal: AbortSignal): Promise<boolean> {
    const wasPaused = this.#trouble !== undefined;
    try {
      await this.#enter(signal);
      this.#trouble = undefined;
      if (wasPaused) this.#listener.resumed();
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      if (!(error instanceof StorageError)) throw error;
      if (error.message !== this.#trouble) this.#hold(error);
      return false;
    }
  }

  #complete(): void {
    this.#isComplete = true;
    const { metainfo, shared } = this.#components;
    shared.log.info({ torrent: metainfo.name }, 'complete and verified');
    this.#listener.complete();
  }

  #storageFailed(error: StorageError): void {
    // While it leaves nobody waits for the disk any more.
    if (this.#begun === undefined) return;
    this.#active?.runner.storageFailed(error);
    this.#hold(error);
  }

  #storageReady(): void {
    if (this.#begun === undefined) return;
    this.#stage = this.#active?.allocated === undefined ? 'running' : 'allocating';
    this.#trouble = undefined;
    const { metainfo, shared } = this.#components;
    shared.log.info({ torrent: metainfo.name }, 'the disk takes data again: going on');
    this.#active?.runner.storageReady();
    this.#listener.resumed();
  }

  #hold(error: StorageError): void {
    this.#stage = 'paused';
    this.#trouble = error.message;
    const { metainfo, shared } = this.#components;
    shared.log.error({ torrent: metainfo.name }, `paused: ${error.message}`);
    this.#listener.paused(error.message);
  }
}

/** The pause was broken off: whoever did it looks after the rest. */
const ignoreAbort = (): void => {};
