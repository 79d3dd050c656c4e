import type { PickReason } from '@seedbed/events';
import type { PeerSession } from './peer-session.ts';
import type { TorrentState } from './torrent-state.ts';

/** Tells which piece a peer is asked for and how it was chosen, once and not for each of its blocks. */
export class PickTrace {
  readonly #state: TorrentState;
  /** What was told last of each connection. */
  readonly #told = new WeakMap<PeerSession, { readonly piece: number; readonly reason: PickReason }>();

  constructor(state: TorrentState) {
    this.#state = state;
  }

  /** @param reasonOf asked only when it is told */
  picked(session: PeerSession, piece: number, reasonOf: () => PickReason): void {
    if (!this.#state.options.traceDecisions) return;
    const reason = reasonOf();
    const last = this.#told.get(session);
    if (last?.piece === piece && last.reason === reason) return;
    this.#told.set(session, { piece, reason });
    let availability = 0;
    for (const { bitfield } of this.#state.sessions.values()) if (bitfield.has(piece)) availability++;
    this.#state.trace({ type: 'piece-picked', remote: session.remote, piece, availability, reason });
  }
}
