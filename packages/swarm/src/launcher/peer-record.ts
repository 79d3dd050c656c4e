import type { SwarmEvent } from '@seedbed/events';
import type { Member } from './member.ts';
import { RateWindow } from './rate-window.ts';

const RATE_WINDOW_MS = 3_000;

/** What one peer's events have told so far. Times are those of the events, bytes are payload. */
export class PeerRecord {
  readonly member: Member;
  startedAt: number | undefined;
  completedAt: number | undefined;
  /** Whether a tracker has heard of it, and if not, why the last attempt failed. */
  announced = false;
  announceFailure: string | undefined;
  /** What went wrong outside the protocol, as long as it holds it up. */
  fault: string | undefined;
  have = 0;
  readonly #totalLength: number;
  readonly #rate = new RateWindow(RATE_WINDOW_MS);
  #pieceLength = 0;

  constructor(member: Member, totalLength: number) {
    this.member = member;
    this.#totalLength = totalLength;
  }

  /** Bytes of verified pieces; the last piece may be shorter than the others. */
  get bytes(): number {
    if (this.completedAt !== undefined) return this.#totalLength;
    return Math.min(this.#totalLength, this.have * this.#pieceLength);
  }

  /** Takes one event of this peer; answers whether the download has come forward. */
  apply(event: SwarmEvent): boolean {
    switch (event.type) {
      case 'peer-started':
        this.startedAt = event.t;
        this.have = event.have;
        this.fault = undefined;
        this.#pieceLength = event.pieceLength;
        return true;
      case 'piece':
        this.#gain(event.t, event.have);
        return true;
      case 'completed':
        this.completedAt = event.t;
        return true;
      case 'block':
        return true;
      case 'announced':
        this.announced = true;
        this.announceFailure = undefined;
        return false;
      case 'announce-failed':
        this.announceFailure = event.reason;
        return false;
      case 'fault':
        this.fault = event.reason;
        return false;
      default:
        return false;
    }
  }

  /** Bytes per second: over the last seconds while it downloads, over the whole download once it is complete. */
  rate(now: number): number {
    if (this.startedAt === undefined) return 0;
    if (this.completedAt === undefined) return this.#rate.rate(now, this.startedAt);
    return (this.bytes * 1_000) / Math.max(1, this.completedAt - this.startedAt);
  }

  #gain(t: number, have: number): void {
    const before = this.bytes;
    this.have = have;
    this.#rate.add(t, this.bytes - before);
  }
}
