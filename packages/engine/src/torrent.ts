import type { EventLevel } from '@seedbed/events';
import type { Bitfield } from '@seedbed/protocol';
import { Announcer } from './announcer.ts';
import type { ChokerOptions } from './choker.ts';
import { chokerPolicies } from './choker-policies.ts';
import { Choking } from './choking.ts';
import { Connections } from './connections.ts';
import { Downloads } from './downloads.ts';
import { Liveness } from './liveness.ts';
import { PeerMessages } from './peer-messages.ts';
import type { PeerSession } from './peer-session.ts';
import { type PeerStats, peerStats } from './peer-stats.ts';
import { pickerPolicies } from './picker-policies.ts';
import { type StartedPiece, startedPiece } from './piece-stats.ts';
import type { TorrentEffect } from './torrent-effect.ts';
import type { PeerKey, TorrentInput } from './torrent-input.ts';
import type { TorrentComponents, TorrentOptions } from './torrent-options.ts';
import { TorrentState } from './torrent-state.ts';
import { type TorrentStats, torrentStats } from './torrent-stats.ts';
import { newcomerSlots, unchokeSlots } from './unchoke-slots.ts';
import { UploadTurns } from './upload-turns.ts';
import { Uploads } from './uploads.ts';
import { Verdicts } from './verdicts.ts';

/**
 * One torrent of one peer: everything BEP 3 leaves to a client, decided without a socket, a disk, a clock or a die.
 *
 * A driver tells it what happens (`handle`) together with the time, carries out the effects that come back, and calls
 * again with `wake` when `nextWake()` has come. The same inputs with the same random source give the same effects.
 */
export class Torrent {
  readonly #state: TorrentState;
  readonly #downloads: Downloads;
  readonly #uploads: Uploads;
  readonly #choking: Choking;
  readonly #connections: Connections;
  readonly #announcer: Announcer;
  readonly #liveness: Liveness;
  readonly #messages: PeerMessages;
  readonly #verdicts: Verdicts;
  readonly #isPrivate: boolean;
  #stage: 'new' | 'running' | 'stopped' = 'new';

  constructor(components: TorrentComponents, options: TorrentOptions) {
    const state = new TorrentState(components, options);
    const downloads = new Downloads(state, pickerPolicies[options.picker]);
    const { create, takesTurns } = chokerPolicies[options.choker];
    const turns = takesTurns ? new UploadTurns(state, (piece) => downloads.copies(piece)) : undefined;
    const uploads = new Uploads(state, turns);
    const choking = new Choking(state, create(chokerOptions(state), components.random), takesTurns);
    const connections = new Connections(state, components.peerId);
    const announcer = new Announcer(state, components.trackers, components.private);
    this.#state = state;
    this.#isPrivate = components.private ?? false;
    this.#downloads = downloads;
    this.#uploads = uploads;
    this.#choking = choking;
    this.#connections = connections;
    this.#announcer = announcer;
    this.#liveness = new Liveness(state, downloads, uploads);
    this.#messages = new PeerMessages(state, { downloads, uploads, choking });
    this.#verdicts = new Verdicts(state, { downloads, connections, announcer });
  }

  /** Pieces that are verified and on disk. Read only. */
  get have(): Bitfield {
    return this.#state.have;
  }

  /** Tells what happened at `now` (ms, never less than before). Answers what is to be done, in order. */
  handle(input: TorrentInput, now: number): readonly TorrentEffect[] {
    if (this.#stage === 'running') this.#handleRunning(input, now);
    else this.#handleIdle(input, now);
    this.#giveBack(now);
    return this.#state.takeEffects();
  }

  /** When the engine wants to be woken at the latest, ms; Infinity while only an input can change anything. */
  nextWake(): number {
    if (this.#stage !== 'running') return Number.POSITIVE_INFINITY;
    const choking = this.#state.sessions.size > 0 ? this.#choking.nextRound : Number.POSITIVE_INFINITY;
    const others = Math.min(this.#announcer.nextAnnounce, this.#connections.nextDial, this.#liveness.nextCheck);
    return Math.min(choking, others, this.#uploads.nextCheck);
  }

  /**
   * Whether a block that this peer is sending is worth keeping. Asked by the driver when its header is in, and again
   * while its bytes come: another peer may send the same block sooner. Once it is not, the block stays `dropped`.
   */
  expects(peer: PeerKey, piece: number, begin: number, length: number): boolean {
    const session = this.#state.sessions.get(peer);
    return session !== undefined && this.#downloads.expects(session, piece, begin, length);
  }

  stats(now: number): TorrentStats {
    return torrentStats(this.#state, now);
  }

  /** The connections, for people. */
  peers(now: number): readonly PeerStats[] {
    return [...this.#state.sessions.values()].map((session) => peerStats(session, now));
  }

  /** The pieces that were started and are not there yet, for people. */
  startedPieces(): readonly StartedPiece[] {
    return [...this.#downloads.started()].map(startedPiece);
  }

  /** Connected peers that hold each of the pieces in [from, to), for people. */
  availability(from: number, to: number): readonly number[] {
    return this.#downloads.availability(from, to);
  }

  /** Makes more or fewer events from now on. */
  setEventLevel(level: EventLevel): void {
    this.#state.setEventLevel(level);
  }

  /** The connections, for tests. Read only. */
  sessions(): readonly Readonly<PeerSession>[] {
    return [...this.#state.sessions.values()];
  }

  /** For tests: throws when the parts disagree. */
  checkInvariants(): void {
    this.#downloads.checkInvariants();
    for (const session of this.#state.sessions.values()) session.checkInvariants();
  }

  #handleRunning(input: TorrentInput, now: number): void {
    switch (input.type) {
      case 'start':
        return;
      case 'wake':
        return this.#wake(now);
      case 'peers-found':
        return this.#isPrivate ? undefined : this.#connections.found(input.addresses, now);
      case 'connected':
        return this.#connected(input, now);
      case 'dial-failed':
        return this.#connections.dialFailed(input.address, now);
      case 'message':
        return this.#withSession(input.peer, (session) => {
          const replaced = this.#connections.heard(session);
          if (replaced !== undefined) this.#downloads.replaced(replaced);
          this.#messages.receive(session, input.message, input.dropped === true, now);
        });
      case 'block-sent':
        return this.#withSession(input.peer, (session) => this.#uploads.sent(session, input.length, now));
      case 'disconnected':
        return this.#withSession(input.peer, (session) => this.#disconnected(session, input.reason, now));
      case 'piece-verified':
        return this.#verdicts.verified(input.piece, now);
      case 'piece-corrupt':
        return this.#verdicts.corrupt(input.piece, now);
      case 'piece-lost':
        return this.#verdicts.lost(input.piece, now);
      case 'storage-failed':
        return this.#storageFailed(input.reason, now);
      case 'storage-ready':
        return this.#downloads.resume(now);
      case 'announce-answered':
        if (this.#announcer.answered(input.tracker, input.answer, now)) this.#connections.forgetAll();
        return this.#connections.found(input.answer.peers, now);
      case 'announce-failed':
        return this.#announcer.failed(input.tracker, input.reason, input.retryIn ?? 0, now);
      case 'uplink':
        this.#state.uplink = input.rate;
        return this.#uploads.wake(now);
      case 'stop':
        return this.#stop();
    }
  }

  /** Before the start and after the end: nobody is let in, and what is under way comes to its end. */
  #handleIdle(input: TorrentInput, now: number): void {
    switch (input.type) {
      case 'start':
        return this.#start(now);
      case 'uplink':
        this.#state.uplink = input.rate;
        return;
      case 'stop':
        this.#stage = 'stopped';
        return;
      case 'connected':
        return this.#state.effect({ type: 'close', peer: input.peer, reason: 'stopping' });
      case 'disconnected':
        return this.#withSession(input.peer, (session) => this.#forgetSession(session, input.reason));
      case 'announce-answered':
        this.#announcer.answered(input.tracker, input.answer, now);
        return;
      case 'announce-failed':
        return this.#announcer.failed(input.tracker, input.reason, input.retryIn ?? 0, now);
    }
  }

  #start(now: number): void {
    if (this.#stage !== 'new') return;
    this.#stage = 'running';
    this.#announcer.start(now);
    if (this.#state.isSatisfied) this.#state.effect({ type: 'complete' });
  }

  #wake(now: number): void {
    this.#liveness.wake(now);
    if (now >= this.#uploads.nextCheck) this.#uploads.wake(now);
    this.#choking.wake(now);
    this.#announcer.wake(now);
    this.#connections.dial(now);
  }

  #connected(input: Extract<TorrentInput, { type: 'connected' }>, now: number): void {
    const session = this.#connections.connected(input, now);
    if (session === undefined) return;
    this.#choking.connected(session, now);
    const { have } = this.#state;
    if (!have.isEmpty) this.#state.send(session, { type: 'bitfield', bitfield: have.copy() }, now);
    // The other end may wait for a first word as well.
    else if (session.isUnproven) this.#state.send(session, { type: 'keep-alive' }, now);
  }

  #disconnected(session: PeerSession, reason: string, now: number): void {
    this.#forgetSession(session, reason);
    this.#connections.disconnected(session, now);
    if (!session.closing) this.#released(session, now);
  }

  #forgetSession(session: PeerSession, reason: string): void {
    const { remote, downloaded, uploaded } = session;
    this.#state.report('piece', { type: 'disconnected', remote, reason, downloaded, uploaded });
    this.#state.sessions.delete(session.key);
    this.#downloads.peerLeft(session);
  }

  /** Connections that we are ending give back what they hold at once: their end may take a while to come. */
  #giveBack(now: number): void {
    for (let closed = this.#state.takeClosed(); closed.length > 0; closed = this.#state.takeClosed()) {
      for (const session of closed) if (this.#state.sessions.get(session.key) === session) this.#released(session, now);
    }
  }

  /** The blocks and the slot of this connection are free for others. */
  #released(session: PeerSession, now: number): void {
    session.uploads.clear();
    this.#uploads.left(session, now);
    this.#downloads.closed(session, now);
    this.#choking.disconnected(session, now);
  }

  #storageFailed(reason: string, now: number): void {
    if (this.#downloads.isPaused) return;
    this.#state.report('peer', { type: 'fault', reason });
    this.#downloads.pause(now);
  }

  #stop(): void {
    this.#stage = 'stopped';
    this.#downloads.stop();
    this.#announcer.stop();
    const { downloaded, uploaded, sessions } = this.#state;
    this.#state.report('peer', { type: 'peer-stopped', downloaded, uploaded });
    for (const session of sessions.values()) this.#state.close(session, 'stopping');
  }

  #withSession(peer: PeerKey, act: (session: PeerSession) => void): void {
    const session = this.#state.sessions.get(peer);
    if (session !== undefined) act(session);
  }
}

/** Without a number from the user the slots follow the uplink, which may change. */
function chokerOptions(state: TorrentState): ChokerOptions {
  const { choker, uploadSlots, chokeInterval, optimisticInterval } = state.options;
  return {
    chokeInterval,
    optimisticInterval,
    get uploadSlots() {
      return uploadSlots ?? unchokeSlots(choker, state.uplink, state.geometry.pieceLength);
    },
    get newcomerSlots() {
      return newcomerSlots(state.uplink, state.geometry.pieceLength);
    },
  };
}
