import type { PeerSession } from './peer-session.ts';
import { tolerate } from './tolerate.ts';
import type { TorrentState } from './torrent-state.ts';
import type { BlockRequest } from './upload-queue.ts';
import type { UploadTurns } from './upload-turns.ts';

/** BEP 3 names 2^14; some clients ask for more, none for more than this. */
const MAX_REQUEST = 128 * 1024;

/** Nonsense of a peer that is borne before it is sent away. */
const MAX_BAD_REQUESTS = 10;

/**
 * What peers ask us for. A request waits in the queue of its peer and is handed to the driver late, a little at a time:
 * a choke or a cancel drops what still waits, but not what was handed over.
 */
export class Uploads {
  readonly #state: TorrentState;
  readonly #turns: UploadTurns | undefined;

  /** @param turns undefined: all peers that are unchoked are served side by side, each as fast as it takes */
  constructor(state: TorrentState, turns: UploadTurns | undefined) {
    this.#state = state;
    this.#turns = turns;
  }

  /** When somebody may have held up others for long enough, ms. */
  get nextCheck(): number {
    return this.#turns?.nextBlocked ?? Number.POSITIVE_INFINITY;
  }

  request(session: PeerSession, request: BlockRequest, now: number): void {
    const { piece, begin, length } = request;
    if (length > MAX_REQUEST) return this.#state.close(session, 'request-too-long');
    if (!this.#state.geometry.contains(piece, begin, length)) return this.#refuse(session);
    // Sent before our choke arrived, or for a piece that we never said we have: no answer is due (BEP 3).
    const isInVain = session.amChoking || !this.#state.have.has(piece);
    if (isInVain || session.uploads.size >= this.#state.options.maxQueuedUploads) {
      return tolerate(this.#state, session, 'request-flood', 1, now);
    }
    session.uploads.push({ piece, begin, length });
    session.lastAskedAt = now;
    this.#serve(session, now);
  }

  cancel(session: PeerSession, request: BlockRequest, now: number): void {
    if (!session.uploads.cancel(request)) tolerate(this.#state, session, 'message-flood', 1, now);
  }

  /** The driver is rid of a block: the next may follow. */
  sent(session: PeerSession, length: number, now: number): void {
    session.handedOver -= length;
    session.uploaded += length;
    session.uploadRate.add(length, now);
    session.lastSentAt = now;
    this.#state.uploaded += length;
    this.#turns?.sent(session, length, now);
    this.#serve(session, now);
  }

  /** The connection is gone, and what was under way there with it. */
  left(session: PeerSession, now: number): void {
    this.#turns?.left(session);
    this.#turns?.serve(now);
  }

  /** Time has passed: who takes nothing any more may hold up nobody else. */
  wake(now: number): void {
    this.#turns?.serve(now);
  }

  #serve(session: PeerSession, now: number): void {
    if (this.#turns !== undefined) this.#turns.serve(now);
    else if (!session.closing) this.#handOver(session, now);
  }

  #handOver(session: PeerSession, now: number): void {
    const { uploads } = session;
    if (uploads.size === 0) return;
    const room = this.#window(session, now);
    for (let next = uploads.peek(); next !== undefined; next = uploads.peek()) {
      // A block that is larger than the window goes alone, or it would never go.
      if (session.handedOver > 0 && session.handedOver + next.length > room) return;
      uploads.shift();
      session.handedOver += next.length;
      this.#state.effect({ type: 'send-block', peer: session.key, ...next });
    }
  }

  /** Bytes that may be out of our hands at once. */
  #window(session: PeerSession, now: number): number {
    const { writeAhead, minWriteAhead, maxWriteAhead } = this.#state.options;
    const ahead = (session.uploadRate.rate(now) * writeAhead) / 1000;
    return Math.min(maxWriteAhead, Math.max(minWriteAhead, ahead));
  }

  #refuse(session: PeerSession): void {
    session.badRequests++;
    if (session.badRequests > MAX_BAD_REQUESTS) this.#state.close(session, 'bad-requests');
  }
}
