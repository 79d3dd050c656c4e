import { BLOCK_LENGTH } from '@seedbed/protocol';
import type { Downloads } from './downloads.ts';
import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';
import type { Uploads } from './uploads.ts';

/** How exactly the long waits below are kept, ms. */
const CHECK_INTERVAL = 1_000;

/** Who wakes so much later than it wanted to has stood still itself, and has heard nobody meanwhile, ms. */
const STOOD_STILL = 5_000;

/**
 * A peer that sends nothing is waited for no longer than this where an idle one holds the same, ms: the time that some of
 * its blocks took of late, within these bounds.
 */
const LATE_AT_LEAST = 5_000;
const LATE_AT_MOST = 10_000;
const LATE_BLOCKS = 2;

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
    const late = now - this.#nextCheck;
    this.#nextCheck = now + CHECK_INTERVAL;
    if (late >= STOOD_STILL) for (const session of this.#state.sessions.values()) session.forgive(late, now);
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
    return (
      silence >= this.#state.options.snubAfter ||
      (silence >= late(session, now) && this.#downloads.canDoWithout(session))
    );
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

/** How long a block of this peer is waited for where another could send it, ms. */
function late(session: PeerSession, now: number): number {
  const rate = session.downloadRate.rate(now);
  const time = rate === 0 ? Number.POSITIVE_INFINITY : (LATE_BLOCKS * BLOCK_LENGTH * 1_000) / rate;
  return Math.min(LATE_AT_MOST, Math.max(LATE_AT_LEAST, time));
}
