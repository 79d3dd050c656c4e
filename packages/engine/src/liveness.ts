import type { Downloads } from './downloads.ts';
import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';

/** How exactly the long waits below are kept, ms. */
const CHECK_INTERVAL = 1_000;

/** Looks after connections that fall silent: keeps ours alive, ends dead ones, notices peers that snub us. */
export class Liveness {
  readonly #state: TorrentState;
  readonly #downloads: Downloads;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(state: TorrentState, downloads: Downloads) {
    this.#state = state;
    this.#downloads = downloads;
  }

  get nextCheck(): number {
    return this.#state.sessions.size > 0 ? this.#checkedAt + CHECK_INTERVAL : Number.POSITIVE_INFINITY;
  }

  wake(now: number): void {
    if (now < this.nextCheck) return;
    this.#checkedAt = now;
    for (const session of this.#state.sessions.values()) this.#check(session, now);
  }

  #check(session: PeerSession, now: number): void {
    const { keepAliveAfter, idleTimeout, snubAfter } = this.#state.options;
    if (now - session.lastReceivedAt >= idleTimeout) return this.#state.close(session, 'idle');
    if (now - session.lastSentAt >= keepAliveAfter) this.#state.send(session, { type: 'keep-alive' }, now);
    const owesBlocks = session.pipeline.size > 0;
    if (owesBlocks && !session.snubbed && now - session.lastBlockAt >= snubAfter) this.#snub(session, now);
  }

  /** Others get what it owes us; one request stays with it, so that it can make good. */
  #snub(session: PeerSession, now: number): void {
    session.snubbed = true;
    this.#downloads.cancelAll(session, now);
    this.#downloads.fillAll(now);
  }
}
