import type { SourceBytes } from '@seedbed/events';
import type { Announcer } from './announcer.ts';
import type { Connections } from './connections.ts';
import type { Downloads } from './downloads.ts';
import { tellInterest } from './tell-interest.ts';
import type { TorrentState } from './torrent-state.ts';

/** What follows from the verdict on a piece whose blocks are all in: right, wrong, or right but lost. */
export class Verdicts {
  readonly #state: TorrentState;
  readonly #downloads: Downloads;
  readonly #connections: Connections;
  readonly #announcer: Announcer;
  /** Bytes of verified pieces by sender. */
  readonly #sources = new Map<string, number>();

  constructor(state: TorrentState, parts: { downloads: Downloads; connections: Connections; announcer: Announcer }) {
    this.#state = state;
    this.#downloads = parts.downloads;
    this.#connections = parts.connections;
    this.#announcer = parts.announcer;
  }

  /** BEP 3: every peer is told, after the hash was checked; those that hold the piece may be left out. */
  verified(piece: number, now: number): void {
    const sources = this.#downloads.verified(piece).sources();
    for (const { remote, bytes } of sources) this.#sources.set(remote, (this.#sources.get(remote) ?? 0) + bytes);
    const { have, options } = this.#state;
    this.#state.report('piece', { type: 'piece', piece, have: have.count, sources });
    const message = { type: 'have', piece } as const;
    let peers = 0;
    for (const session of this.#state.sessions.values()) {
      if (session.closing) continue;
      if (!options.skipRedundantHaves || !session.bitfield.has(piece)) {
        peers++;
        this.#state.send(session, message, now);
      }
      tellInterest(this.#state, session, now);
    }
    this.#state.report('piece', { type: 'have', piece, peers });
    if (this.#state.isSatisfied) this.#complete(now);
    else this.#downloads.fillAll(now);
  }

  /**
   * A piece that came from one peer alone leaves no doubt: that peer is banned. With several senders it is fetched from
   * one alone next time.
   */
  corrupt(piece: number, now: number): void {
    const sources = this.#downloads.corrupt(piece).sources();
    this.#state.report('piece', { type: 'piece-corrupt', piece, sources });
    const [culprit, ...others] = sources;
    if (culprit !== undefined && others.length === 0) this.#connections.ban(culprit.remote);
    this.#downloads.fillAll(now);
  }

  /** It could not be written: it is fetched again when there is room. */
  lost(piece: number, now: number): void {
    this.#downloads.lost(piece);
    this.#downloads.fillAll(now);
  }

  #complete(now: number): void {
    const { downloaded, uploaded, wasted } = this.#state;
    const sources: SourceBytes[] = [...this.#sources].map(([remote, bytes]) => ({ remote, bytes }));
    this.#state.report('peer', { type: 'completed', downloaded, uploaded, wasted, sources });
    this.#state.effect({ type: 'complete' });
    this.#announcer.completed(now);
    for (const session of this.#state.sessions.values()) {
      // Whatever a seed could want of us it has.
      if (session.bitfield.isFull) this.#state.close(session, 'both-complete');
    }
  }
}
