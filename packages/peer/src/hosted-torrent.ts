import { EventEmitter } from 'node:events';
import type { PeerStats, StartedPiece } from '@seedbed/engine';
import type { EventLevel } from '@seedbed/events';
import { type Bitfield, encodeHandshake, type Metainfo, type PeerAddress } from '@seedbed/protocol';
import { ChokeCounter } from './choke-counts.ts';
import { DaemonError } from './daemon-error.ts';
import type { FileSelection } from './file-selection.ts';
import { now } from './io/clock.ts';
import { deleteContent } from './io/delete-content.ts';
import { Limiters } from './io/net/limiters.ts';
import type { GreetedSocket, Host } from './io/net/peer-sockets.ts';
import { Presence, type PresenceOptions } from './presence.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SharedResources } from './shared-resources.ts';
import type { TorrentEvents, TorrentHandle } from './torrent-handle.ts';
import type { TorrentStatus } from './torrent-status.ts';

export interface HostedTorrentOptions extends PresenceOptions {
  /** Its own limits, beside those of the daemon. */
  readonly limits: Partial<RateLimits>;
}

/** One torrent of a daemon, from the look at what is there to the goodbye, as others see it. */
export class HostedTorrent extends EventEmitter<TorrentEvents> implements TorrentHandle, Host {
  readonly metainfo: Metainfo;
  readonly handshake: Uint8Array;
  readonly dir: string;
  readonly readOnly: boolean;
  readonly chokes: ChokeCounter = new ChokeCounter();
  readonly #within: string | undefined;
  readonly #selection: FileSelection;
  readonly #limiters: Limiters;
  readonly #presence: Presence;
  readonly #remove: () => Promise<void>;
  #ended: Promise<void> | undefined;

  /** @param remove takes it out of its daemon */
  constructor(metainfo: Metainfo, shared: SharedResources, options: HostedTorrentOptions, remove: () => Promise<void>) {
    super();
    this.metainfo = metainfo;
    this.handshake = encodeHandshake({ infoHash: metainfo.infoHash, peerId: shared.peerId });
    this.dir = options.dir;
    this.#within = options.within;
    this.readOnly = options.readOnly;
    this.#selection = options.selection;
    this.#limiters = new Limiters(options.limits, now, shared.limiters);
    this.#remove = remove;
    const components = { metainfo, shared, greeter: this, limiters: this.#limiters, chokes: this.chokes };
    this.#presence = new Presence(components, options, {
      // Not before `Daemon.add` has answered: nobody could be listening yet.
      complete: () => void setImmediate(() => this.emit('complete')),
      paused: (...why) => this.emit('paused', ...why),
      resumed: () => this.emit('resumed'),
    });
  }

  get infoHash(): Uint8Array {
    return this.metainfo.infoHash;
  }

  get limits(): RateLimits {
    return this.#limiters.limits;
  }

  /** Whether it takes connections. */
  get isOpen(): boolean {
    return this.#presence.isOpen;
  }

  status(): TorrentStatus {
    const { name, infoHashHex, geometry } = this.metainfo;
    const { active, stage, isComplete, have, trouble } = this.#presence;
    return {
      ...this.#presence.stats(),
      name,
      infoHash: infoHashHex,
      stage,
      complete: isComplete,
      have: have.count,
      pieces: geometry.pieceCount,
      length: geometry.totalLength,
      wanted: this.#selection.length,
      ...(active?.allocated && { allocated: active.allocated }),
      ...(trouble && { trouble: trouble.reason }),
      ...(trouble?.code && { troubleCode: trouble.code }),
    };
  }

  peers(): readonly PeerStats[] {
    return this.#presence.active?.runner.engine.peers(now()) ?? [];
  }

  have(): Bitfield {
    return this.#presence.have;
  }

  startedPieces(): readonly StartedPiece[] {
    return this.#presence.active?.runner.engine.startedPieces() ?? [];
  }

  availability(from: number, to: number): readonly number[] {
    return this.#presence.active?.runner.engine.availability(from, to) ?? new Array<number>(to - from).fill(0);
  }

  setLimits(limits: Partial<RateLimits>): void {
    this.#limiters.set(limits);
    this.limitsChanged();
  }

  /** For the daemon: its own limits are others now. */
  limitsChanged(): void {
    this.#presence.active?.runner.limitsChanged();
  }

  /** Bytes that are held for its peers. */
  get buffered(): number {
    return this.#presence.active?.runner.buffered ?? 0;
  }

  addPeers(addresses: readonly PeerAddress[]): void {
    this.#presence.addPeers(addresses);
  }

  /** For the daemon: looks at what is there, and begins. @throws StorageError; DaemonError */
  begin(): Promise<void> {
    return this.#presence.begin();
  }

  resume(): Promise<void> {
    return this.#presence.begin();
  }

  pause(): Promise<void> {
    return this.#presence.pause();
  }

  /** For the daemon: leaves in order, for good; takes at most 5 s. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  /** For the daemon: goes silent at once; `end` follows. */
  abandon(): void {
    this.#presence.active?.runner.abandon();
  }

  remove(): Promise<void> {
    return this.#remove();
  }

  async removeWithContent(): Promise<number> {
    const { metainfo, dir, readOnly } = this;
    if (readOnly) throw new DaemonError('read-only', `the content of ${metainfo.name} is only read; it is not deleted`);
    await this.#remove();
    return deleteContent(metainfo, dir, this.#within);
  }

  accept(greeted: GreetedSocket): void {
    this.#presence.active?.runner.accept(greeted);
  }

  holdForDisk(hold: boolean): void {
    this.#presence.active?.runner.holdForDisk(hold);
  }

  setEventLevel(level: EventLevel): void {
    this.#presence.active?.runner.engine.setEventLevel(level);
  }

  async #end(): Promise<void> {
    await this.#presence.end();
    this.#limiters.close();
    this.emit('stopped');
  }
}
