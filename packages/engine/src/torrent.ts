import type { SourceBytes } from '@seedbed/events';
import type { Bitfield } from '@seedbed/protocol';
import { Announcer } from './announcer.ts';
import { Bep3Choker } from './bep3-choker.ts';
import { Choking } from './choking.ts';
import { Connections } from './connections.ts';
import { Downloads } from './downloads.ts';
import { Liveness } from './liveness.ts';
import type { PeerSession } from './peer-session.ts';
import { rarestFirst } from './piece-picker.ts';
import type { TorrentEffect } from './torrent-effect.ts';
import type { PeerKey, TorrentInput } from './torrent-input.ts';
import type { TorrentComponents, TorrentOptions } from './torrent-options.ts';
import { TorrentState } from './torrent-state.ts';
import { Uploads } from './uploads.ts';

type MessageInput = Extract<TorrentInput, { type: 'message' }>;

/** Figures of a torrent, for people: payload bytes, and bytes per second over the last 20 s. */
export interface TorrentStats {
  readonly downloaded: number;
  readonly uploaded: number;
  readonly wasted: number;
  readonly left: number;
  readonly peers: number;
  readonly downloadRate: number;
  readonly uploadRate: number;
}

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
  /** Bytes of verified pieces by sender. */
  readonly #sources = new Map<string, number>();
  #stage: 'new' | 'running' | 'stopped' = 'new';

  constructor(components: TorrentComponents, options: TorrentOptions) {
    this.#state = new TorrentState(components, options);
    this.#downloads = new Downloads(this.#state, rarestFirst);
    this.#uploads = new Uploads(this.#state);
    this.#choking = new Choking(this.#state, new Bep3Choker(options, components.random));
    this.#connections = new Connections(this.#state, components.peerId);
    this.#announcer = new Announcer(this.#state, components.trackers);
    this.#liveness = new Liveness(this.#state, this.#downloads);
  }

  /** Pieces that are verified and on disk. Read only. */
  get have(): Bitfield {
    return this.#state.have;
  }

  /** Tells what happened at `now` (ms, never less than before). Answers what is to be done, in order. */
  handle(input: TorrentInput, now: number): readonly TorrentEffect[] {
    if (this.#stage === 'running') this.#handleRunning(input, now);
    else if (this.#stage === 'new' && input.type === 'start') this.#start(now);
    else if (this.#stage === 'stopped') this.#handleStopped(input, now);
    return this.#state.takeEffects();
  }

  /** When the engine wants to be woken at the latest, ms; Infinity while only an input can change anything. */
  nextWake(): number {
    if (this.#stage !== 'running') return Number.POSITIVE_INFINITY;
    const choking = this.#state.sessions.size > 0 ? this.#choking.nextRound : Number.POSITIVE_INFINITY;
    return Math.min(choking, this.#announcer.nextAnnounce, this.#connections.nextDial(), this.#liveness.nextCheck);
  }

  /**
   * Whether a block that this peer is sending is worth keeping. Asked by the driver when its header is in, and again
   * while its bytes come: another peer may send the same block sooner.
   */
  expects(peer: PeerKey, piece: number, begin: number, length: number): boolean {
    const session = this.#state.sessions.get(peer);
    return session !== undefined && this.#downloads.expects(session, piece, begin, length);
  }

  stats(now: number): TorrentStats {
    const { downloaded, uploaded, wasted, left, sessions } = this.#state;
    let downloadRate = 0;
    let uploadRate = 0;
    for (const session of sessions.values()) {
      downloadRate += session.downloadRate.rate(now);
      uploadRate += session.uploadRate.rate(now);
    }
    return { downloaded, uploaded, wasted, left, peers: sessions.size, downloadRate, uploadRate };
  }

  /** The connections, for people and tests. Read only. */
  sessions(): readonly Readonly<PeerSession>[] {
    return [...this.#state.sessions.values()];
  }

  /** For tests: throws when the parts disagree. */
  checkInvariants(): void {
    this.#downloads.checkInvariants();
  }

  #start(now: number): void {
    this.#stage = 'running';
    this.#announcer.start(now);
    if (this.#state.have.isFull) this.#state.effect({ type: 'complete' });
  }

  #handleRunning(input: TorrentInput, now: number): void {
    switch (input.type) {
      case 'start':
        return;
      case 'wake':
        return this.#wake(now);
      case 'peers-found':
        return this.#connections.found(input.addresses, now);
      case 'connected':
        return this.#connected(input, now);
      case 'dial-failed':
        return this.#connections.dialFailed(input.address, now);
      case 'message':
        return this.#message(input, now);
      case 'block-sent':
        return this.#withSession(input.peer, (session) => this.#uploads.sent(session, input.length, now));
      case 'disconnected':
        return this.#disconnected(input.peer, input.reason, now);
      case 'piece-verified':
        return this.#verified(input.piece, now);
      case 'piece-corrupt':
        return this.#corrupt(input.piece, now);
      case 'piece-lost':
        return this.#downloads.lost(input.piece);
      case 'storage-failed':
        this.#state.report('peer', { type: 'fault', reason: input.reason });
        return this.#downloads.pause(now);
      case 'storage-ready':
        return this.#downloads.resume(now);
      case 'announce-answered':
        this.#announcer.answered(input.tracker, input.answer, now);
        return this.#connections.found(input.answer.peers, now);
      case 'announce-failed':
        return this.#announcer.failed(input.tracker, input.reason, now);
      case 'stop':
        return this.#stop();
    }
  }

  #handleStopped(input: TorrentInput, now: number): void {
    if (input.type === 'disconnected')
      this.#withSession(input.peer, (session) => this.#connections.disconnected(session, now));
    if (input.type === 'connected') this.#state.effect({ type: 'close', peer: input.peer, reason: 'stopping' });
  }

  #wake(now: number): void {
    this.#liveness.wake(now);
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
  }

  #disconnected(peer: PeerKey, reason: string, now: number): void {
    this.#withSession(peer, (session) => {
      const { remote, downloaded, uploaded } = session;
      this.#state.report('piece', { type: 'disconnected', remote, reason, downloaded, uploaded });
      this.#connections.disconnected(session, now);
      this.#choking.disconnected(session, now);
      this.#downloads.peerLeft(session, now);
      this.#connections.dial(now);
    });
  }

  #message({ peer, message }: MessageInput, now: number): void {
    const session = this.#state.sessions.get(peer);
    if (session === undefined || session.closing) return;
    session.lastReceivedAt = now;
    if (message.type === 'keep-alive') return;
    const isFirst = session.bitfieldAllowed;
    session.bitfieldAllowed = false;
    switch (message.type) {
      case 'choke':
        return this.#choked(session, now);
      case 'unchoke':
        session.peerChoking = false;
        this.#state.report('piece', { type: 'unchoke', remote: session.remote, direction: 'received' });
        return this.#downloads.fill(session, now);
      case 'interested':
      case 'not-interested':
        session.peerInterested = message.type === 'interested';
        this.#state.report('piece', { type: message.type, remote: session.remote, direction: 'received' });
        return this.#choking.betweenRounds(now);
      case 'have':
        return this.#peerHas(session, message.piece, now);
      case 'bitfield':
        if (!isFirst) return this.#state.close(session, 'late-bitfield');
        session.bitfield = message.bitfield;
        this.#downloads.peerHolds(session);
        return this.#holdingsChanged(session, now);
      case 'request':
        return this.#uploads.request(session, message, now);
      case 'cancel':
        return this.#uploads.cancel(session, message);
      case 'piece':
        return this.#block(session, message.piece, message.begin, message.length, now);
      case 'unknown':
        // BEP 3 says nothing of ids it does not know; extensions use them, so they are passed over.
        return;
    }
  }

  #choked(session: PeerSession, now: number): void {
    session.peerChoking = true;
    this.#state.report('piece', { type: 'choke', remote: session.remote, direction: 'received' });
    this.#downloads.release(session);
    this.#downloads.fillAll(now);
  }

  #peerHas(session: PeerSession, piece: number, now: number): void {
    if (!this.#state.geometry.isPiece(piece)) return this.#state.close(session, 'bad-index');
    if (!session.bitfield.set(piece)) return;
    if (!session.countedAsSeed) this.#downloads.peerHas(session, piece);
    this.#holdingsChanged(session, now);
  }

  #holdingsChanged(session: PeerSession, now: number): void {
    // BEP 3: a download that is complete has nothing to ask of another complete one, and nothing to give to it.
    if (this.#state.have.isFull && session.bitfield.isFull) return this.#state.close(session, 'both-complete');
    this.#tellInterest(session, now);
    this.#downloads.fill(session, now);
  }

  #tellInterest(session: PeerSession, now: number): void {
    const interested = session.wanted > 0;
    if (interested === session.amInterested) return;
    session.amInterested = interested;
    const type = interested ? 'interested' : 'not-interested';
    this.#state.send(session, { type }, now);
    this.#state.report('piece', { type, remote: session.remote, direction: 'sent' });
  }

  #block(session: PeerSession, piece: number, begin: number, length: number, now: number): void {
    session.downloaded += length;
    this.#state.downloaded += length;
    session.downloadRate.add(length, now);
    if (!this.#downloads.expects(session, piece, begin, length)) {
      this.#state.wasted += length;
      return;
    }
    session.lastBlockAt = now;
    session.snubbed = false;
    if (this.#state.tells('block')) {
      this.#state.report('block', { type: 'block', remote: session.remote, piece, begin, length });
    }
    this.#downloads.receive(session, piece, begin, length, now);
    this.#downloads.fill(session, now);
  }

  #verified(piece: number, now: number): void {
    const sources = this.#downloads.verified(piece).sources();
    for (const { remote, bytes } of sources) this.#sources.set(remote, (this.#sources.get(remote) ?? 0) + bytes);
    const { have, sessions } = this.#state;
    this.#state.report('piece', { type: 'piece', piece, have: have.count, sources });
    for (const session of sessions.values()) {
      this.#state.send(session, { type: 'have', piece }, now);
      this.#tellInterest(session, now);
    }
    this.#state.report('piece', { type: 'have', piece, peers: sessions.size });
    if (have.isFull) this.#complete(now);
    else this.#downloads.fillAll(now);
  }

  #complete(now: number): void {
    const { downloaded, uploaded, wasted } = this.#state;
    const sources: SourceBytes[] = [...this.#sources].map(([remote, bytes]) => ({ remote, bytes }));
    this.#state.report('peer', { type: 'completed', downloaded, uploaded, wasted, sources });
    this.#state.effect({ type: 'complete' });
    this.#announcer.completed(now);
    for (const session of this.#state.sessions.values()) {
      if (session.bitfield.isFull) this.#state.close(session, 'both-complete');
    }
  }

  #corrupt(piece: number, now: number): void {
    const sources = this.#downloads.corrupt(piece).sources();
    this.#state.report('piece', { type: 'piece-corrupt', piece, sources });
    // A piece that came from one peer alone leaves no doubt; with several it is fetched from one alone next time.
    const [culprit, ...others] = sources;
    if (culprit !== undefined && others.length === 0) this.#ban(culprit.remote);
    this.#downloads.fillAll(now);
  }

  #ban(remote: string): void {
    for (const session of this.#state.sessions.values()) {
      if (session.remote === remote) this.#connections.ban(session);
    }
  }

  #stop(): void {
    this.#stage = 'stopped';
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
