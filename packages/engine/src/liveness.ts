import type { Downloads } from './downloads.ts';
import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';
import type { Uploads } from './uploads.ts';

/** How exactly the long waits below are kept, ms. */
const CHECK_INTERVAL = 1_000;

/** In end game a peer that sends nothing is waited for no longer than this where an idle one holds the same, ms. */
const LATE = 10_000;

/** Looks after connections that fall silent: keeps ours alive, ends dead ones, notices peers that snub us. */
export class Liveness {
  readonly #state: TorrentState;
  readonly #downloads: Downloads;
  readonly #uploads: Uploads;
  /** When to look next, ms. Only of meaning while there are connections. */
  #nextCheck = 0;

  constructor(state: TorrentState, downloads: Downloads, uploads: Uploads) {
    this.#state = state;
    this.#downloads = downloads;
    this.#uploads = uploads;
  }

  get nextCheck(): number {
    return this.#state.sessions.size > 0 ? this.#nextCheck : Number.POSITIVE_INFINITY;
  }

  wake(now: number): void {
    if (now < this.nextCheck) return;
    this.#nextCheck = now + CHECK_INTERVAL;
    // First, while nothing is being closed: no block goes out behind the end of its connection.
    this.#uploads.wake(now);
    for (const session of this.#state.sessions.values()) if (!session.closing) this.#check(session, now);
    this.#downloads.wake(now);
  }

  #check(session: PeerSession, now: number): void {
    const { keepAliveAfter, idleTimeout } = this.#state.options;
    if (now - session.lastReceivedAt >= idleTimeout) return this.#state.close(session, 'idle');
    if (this.#isInTheWay(session, now)) return this.#state.close(session, 'inactive');
    if (session.isDoubted || now - session.lastSentAt >= keepAliveAfter) this.#speak(session, now);
    if (this.#snubsUs(session, now)) this.#downloads.snubbed(session, now);
  }

  #snubsUs(session: PeerSession, now: number): boolean {
    if (session.pipeline.size === 0 || session.snubbed) return false;
    const silence = now - session.lastBlockAt;
    return silence >= this.#state.options.snubAfter || (silence >= LATE && this.#downloads.canDoWithout(session));
  }

  /** It takes the place of somebody who might be of use. */
  #isInTheWay(session: PeerSession, now: number): boolean {
    const { maxPeers, inactiveAfter } = this.#state.options;
    if (session.amInterested || session.peerInterested) session.lastOfUseAt = now;
    return this.#state.sessions.size >= maxPeers && now - session.lastOfUseAt >= inactiveAfter;
  }

  #speak(session: PeerSession, now: number): void {
    session.isDoubted = false;
    this.#state.send(session, { type: 'keep-alive' }, now);
  }
}
