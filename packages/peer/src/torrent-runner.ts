import { type PeerKey, Torrent, type TorrentEffect, type TorrentInput } from '@seedbed/engine';
import type { SwarmEventBody } from '@seedbed/events';
import { type Handshake, type PeerAddress, printableId } from '@seedbed/protocol';
import { announceInput } from './announce-input.ts';
import { crash } from './io/crash.ts';
import { CLOSE_FAULTS } from './io/net/close-faults.ts';
import { PeerConnections } from './io/net/peer-connections.ts';
import type { LinkHost } from './io/net/peer-link.ts';
import type { GreetedSocket } from './io/net/peer-sockets.ts';
import { traceConnection } from './io/net/trace-connection.ts';
import type { WireTrace } from './io/net/wire-trace.ts';
import { StorageError } from './io/storage/storage-error.ts';
import { WakeTimer } from './io/wake-timer.ts';
import type { RunnerComponents, RunnerOptions } from './runner-components.ts';

type EffectOf<Type extends TorrentEffect['type']> = Extract<TorrentEffect, { type: Type }>;

/** The engine as others see it. */
export type EngineView = Pick<Torrent, 'stats' | 'peers' | 'startedPieces' | 'availability' | 'setEventLevel'>;

/**
 * Drives one engine on real sockets and a real disk: what happens becomes an input, each effect an action, in order.
 * What an action brings about at once waits until the effects before it are carried out.
 */
export class TorrentRunner {
  readonly #components: RunnerComponents;
  readonly #options: RunnerOptions;
  readonly #engine: Torrent;
  readonly #connections: PeerConnections;
  readonly #wake: WakeTimer;
  readonly #inputs: TorrentInput[] = [];
  #isHandling = false;
  #isRunning = false;
  #isAbandoned = false;
  /** Wanted pieces that are not on disk; the engine's count follows when it is told. */
  #missing: number;
  #lastFault = '';
  #onLastGone: () => void = () => {};

  constructor(components: RunnerComponents, options: RunnerOptions) {
    const { metainfo, content, now } = components;
    this.#components = components;
    this.#options = options;
    this.#missing = components.wanted.piecesNotIn(components.have).length;
    this.#engine = new Torrent(
      { geometry: metainfo.geometry, private: metainfo.private, ...components },
      options.engine,
    );
    this.#wake = new WakeTimer(now, () => this.#handle({ type: 'wake' }));
    const host: LinkHost = {
      expects: (...block) => this.#engine.expects(...block),
      openBlock: (...block) => content.openBlock(...block),
      handle: (input) => {
        if (input.type === 'message') components.chokes.count('received', input.message.type);
        this.#handle(input);
      },
      blockFailed: (error) => this.#readFailed(error),
      disconnected: (...end) => this.#disconnected(...end),
    };
    const { pieceCount } = metainfo.geometry;
    this.#connections = new PeerConnections({ host, ...components }, { pieceCount, maxUnread: options.maxUnread });
  }

  /** To look at, and to ask for more events: what happens is told it by the runner alone. */
  get engine(): EngineView {
    return this.#engine;
  }

  /** Bytes that are held for the peers: not sent yet, or not looked at. */
  get buffered(): number {
    return this.#connections.buffered;
  }

  /** Announces, dials, takes connections. */
  start(): void {
    const { metainfo, peerId, have, now } = this.#components;
    const { geometry, infoHashHex } = metainfo;
    this.#isRunning = true;
    const started: SwarmEventBody = {
      type: 'peer-started',
      peerId: printableId(peerId),
      address: this.#options.address,
      infoHash: infoHashHex,
      pieces: geometry.pieceCount,
      pieceLength: geometry.pieceLength,
      length: geometry.totalLength,
      have: have.count,
    };
    this.#report(started, now());
    this.limitsChanged();
    this.#handle({ type: 'start' });
  }

  /** The engine plans with the rate of the uplink. */
  limitsChanged(): void {
    this.#handle({ type: 'uplink', rate: this.#components.limiters.uploads.narrowest });
  }

  /** A peer has dialled us and both handshakes are in. */
  accept(greeted: GreetedSocket): void {
    this.#connected(greeted, 'incoming');
  }

  /** Addresses that the user named. */
  addPeers(addresses: readonly PeerAddress[]): void {
    this.#handle({ type: 'peers-found', addresses });
  }

  /** Reads nothing more from the peers until the disk has caught up. */
  holdForDisk(hold: boolean): void {
    this.#connections.holdForDisk(hold);
  }

  /** The disk is full or broken: nothing is asked for until `storageReady`. */
  storageFailed(error: StorageError): void {
    this.#handle({ type: 'storage-failed', reason: error.message });
  }

  /** Something outside the protocol went wrong. */
  fault(reason: string): void {
    this.#report({ type: 'fault', reason }, this.#components.now());
  }

  storageReady(): void {
    this.#handle({ type: 'storage-ready' });
  }

  /** Announces `stopped` and ends every connection in order; takes at most 4 s. */
  async stop(): Promise<void> {
    const { announcing, content } = this.#components;
    if (!this.#isRunning) return content.close();
    this.#isRunning = false;
    const lastGone = new Promise<void>((resolve) => {
      this.#onLastGone = resolve;
    });
    announcing.leave();
    this.#handle({ type: 'stop' });
    this.#wake.close();
    if (this.#connections.size === 0) this.#onLastGone();
    await Promise.all([announcing.settled(), lastGone]);
    content.close();
  }

  /** Goes silent at once, as when the process is killed: connections are cut, nothing is said to peers or trackers. */
  abandon(): void {
    this.#isRunning = false;
    this.#isAbandoned = true;
    this.#wake.close();
    this.#connections.destroy('killed');
    this.#components.announcing.abandon();
  }

  #handle(input: TorrentInput): void {
    if (this.#isAbandoned) return;
    this.#inputs.push(input);
    if (this.#isHandling) return;
    this.#isHandling = true;
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
      const now = this.#components.now();
      for (const effect of this.#engine.handle(next, now)) this.#act(effect, now);
    }
    this.#isHandling = false;
    this.#wake.set(this.#engine.nextWake());
  }

  #act(effect: TorrentEffect, now: number): void {
    switch (effect.type) {
      case 'dial':
        return this.#dial(effect.address);
      case 'send':
        this.#components.chokes.count('sent', effect.message.type);
        return this.#connections.get(effect.peer)?.send(effect.message);
      case 'send-block':
        return this.#sendBlock(effect);
      case 'close':
        return this.#close(effect);
      case 'verify':
        this.#verify(effect.piece).catch(crash);
        return;
      case 'forget':
        return this.#components.content.forget(effect.piece);
      case 'announce':
        return this.#announce(effect);
      case 'report':
        return this.#report(effect.event, now);
      case 'complete':
        return this.#options.onComplete();
    }
  }

  #report(event: SwarmEventBody, t: number): void {
    this.#components.events.emit({ ...event, t, peer: this.#options.name });
  }

  #dial(address: PeerAddress): void {
    this.#components.dial(
      address,
      (greeted) => this.#connected(greeted, 'outgoing'),
      (reason) => {
        this.#components.log.debug({ address: `${address.ip}:${address.port}` }, `dial failed: ${reason}`);
        this.#handle({ type: 'dial-failed', address, reason });
      },
    );
  }

  #connected(greeted: GreetedSocket, direction: 'outgoing' | 'incoming'): void {
    const { socket, handshake, rest, address } = greeted;
    if (!this.#isRunning) {
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    const trace = this.#options.traceWire ? this.#trace(handshake, direction) : undefined;
    const { peer, connection } = this.#connections.add(greeted, trace);
    this.#handle({ type: 'connected', peer, address, direction, peerId: handshake.peerId });
    if (rest.length > 0) connection.receive(rest);
  }

  #trace(theirs: Handshake, direction: 'outgoing' | 'incoming'): WireTrace {
    const { metainfo, peerId, now } = this.#components;
    const ours = { infoHash: metainfo.infoHash, peerId };
    return traceConnection({ ours, theirs, direction }, (event) => this.#report(event, now()));
  }

  #close({ peer, reason }: EffectOf<'close'>): void {
    const fault = CLOSE_FAULTS[reason];
    if (fault !== undefined) this.#connections.tellFault(peer, fault);
    this.#connections.get(peer)?.close(reason);
  }

  #disconnected(peer: PeerKey, reason: string, isFault: boolean): void {
    if (isFault) this.#connections.tellFault(peer, reason);
    this.#connections.delete(peer);
    this.#components.log.debug({ peer }, `connection ended: ${reason}`);
    this.#handle({ type: 'disconnected', peer, reason });
    if (this.#connections.size === 0) this.#onLastGone();
  }

  #sendBlock({ peer, piece, begin, length }: EffectOf<'send-block'>): void {
    const connection = this.#connections.get(peer);
    connection?.sendBlock(this.#components.content.readBlock(piece, begin, length), length);
  }

  async #verify(piece: number): Promise<void> {
    const { content } = this.#components;
    const verdict = await content.verify(piece);
    if (verdict === undefined) return;
    if (verdict === 'corrupt') return this.#handle({ type: 'piece-corrupt', piece });
    this.#missing--;
    // The last piece counts only when the files have their names: whoever hears of the end finds the file.
    if (this.#missing === 0 && !(await content.finish())) return;
    this.#handle({ type: 'piece-verified', piece });
  }

  #announce(effect: EffectOf<'announce'>): void {
    const { tracker } = effect;
    this.#components.announcing.announce(effect, (outcome) => {
      this.#handle(announceInput(tracker, outcome));
    });
  }

  /** A block could not be read for a peer: told once for each cause, because many peers will ask. */
  #readFailed(error: unknown): void {
    if (!(error instanceof StorageError)) return crash(error);
    // Told by whoever looks into it.
    if (error.code === 'changed') return;
    if (error.message === this.#lastFault) return;
    this.#lastFault = error.message;
    this.#components.log.warn({}, error.message);
    this.fault(error.message);
  }
}
