import type { TorrentStats } from '@seedbed/engine';
import type { Bitfield, PeerAddress } from '@seedbed/protocol';
import { type ActiveComponents, ActiveTorrent, type HostingOptions } from './active-torrent.ts';
import { ContentRecovery } from './content-recovery.ts';
import { ContentTrouble, type Trouble, type TroubleListener } from './content-trouble.ts';
import { DaemonError } from './daemon-error.ts';
import { now } from './io/clock.ts';
import { crash } from './io/crash.ts';
import type { KnownContent } from './io/storage/known-content.ts';
import type { StorageError } from './io/storage/storage-error.ts';
import { SeenContent } from './seen-content.ts';
import { addTotals, emptyStats, type TorrentStage, type TorrentTotals } from './torrent-status.ts';

export interface PresenceOptions extends HostingOptions {
  /** The first time, content that is not the torrent's is replaced. Later it would be what somebody has put there since. */
  readonly force: boolean;
  /** The first time, every piece is hashed, whatever is known. */
  readonly recheck: boolean;
}

/** What becomes of a torrent without anybody asking for it. */
export interface PresenceListener extends TroubleListener {
  /** Every wanted piece is verified and the wanted files have their final names. */
  complete(): void;
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
  #stage: TorrentStage = 'checking';
  #isComplete = false;
  /** Bytes that were moved until it left last. */
  #past: TorrentTotals = { downloaded: 0, uploaded: 0, wasted: 0 };
  readonly #seen: SeenContent;
  readonly #trouble: ContentTrouble;
  #isFirst = true;
  readonly #recovery: ContentRecovery;
  /** The begin that was not taken back, and how to break off what came of it. */
  #begun: { readonly done: Promise<void>; readonly controller: AbortController } | undefined;
  /** Resolves when the changes that were asked for are through. */
  #changed: Promise<void> = Promise.resolve();

  constructor(components: ActiveComponents, options: PresenceOptions, listener: PresenceListener) {
    const { metainfo, shared } = components;
    this.#components = components;
    this.#options = options;
    this.#listener = listener;
    this.#seen = new SeenContent(metainfo.geometry, options.selection);
    this.#trouble = new ContentTrouble(metainfo.name, shared.log, listener);
    this.#recovery = new ContentRecovery(
      {
        enter: (signal) => this.#enter(signal),
        recovered: () => this.#trouble.end('the content can be used again'),
        unusable: (error) => this.#hold(error),
      },
      shared.limits.diskRetryInterval,
    );
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
  get trouble(): Trouble | undefined {
    return this.#trouble.current;
  }

  /** Pieces that the last look at the content found, and what came since; none where there was nothing to look at. Read only. */
  get have(): Bitfield {
    return this.#seen.have;
  }

  /** Whether it takes connections. */
  get isOpen(): boolean {
    const takesPart = this.#stage === 'running' || this.#stage === 'paused';
    return takesPart && this.#begun !== undefined && this.#active !== undefined;
  }

  /** Figures since the very first begin; what is left, of the wanted files alone. */
  stats(): TorrentStats {
    const stats = this.#active?.runner.engine.stats(now()) ?? emptyStats(this.#seen.left);
    const left = this.#options.selection.left(stats.left, this.#seen.have);
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
    this.#trouble.forget();
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
    this.#trouble.forget();
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
    let isChecked = false;
    const active = await ActiveTorrent.open(this.#components, this.#options, listener, {
      signal,
      force: force && this.#isFirst,
      recheck: recheck && this.#isFirst,
      ...(this.#seen.known && { known: this.#seen.known }),
      onChecked: (known) => {
        isChecked = true;
        this.#seen.known = known;
        this.#seen.see(known.have);
      },
    }).catch((error: unknown) => {
      if (!isChecked && !signal.aborted) this.#seen.loseSight();
      throw error;
    });
    if (signal.aborted) {
      await active.leave();
      throw signal.reason;
    }
    this.#isFirst = false;
    this.#active = active;
    this.#seen.see(active.have);
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
    this.#past = addTotals(this.#past, active.runner.engine.stats(now()));
    this.#seen.see(active.have);
    this.#seen.known = active.known();
    this.#active = undefined;
  }

  /** The content can't be used as it is: the next begin tries again. */
  #failed(error: unknown): void {
    this.#begun = undefined;
    this.#stage = 'paused';
    this.#trouble.note(error);
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
    await this.#leave();
    this.#seen.known = known;
    await this.#recovery.recover(signal);
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
    this.#active?.runner.storageReady();
    this.#trouble.end('the disk takes data again');
  }

  #hold(error: StorageError): void {
    this.#stage = 'paused';
    this.#trouble.hold(error);
  }
}
