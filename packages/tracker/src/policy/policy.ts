import type { AnnounceRequest } from '@seedbed/protocol';
import type { Admission, Refusal } from '../service/admission.ts';
import { type TorrentLists, torrentRefusal } from './torrent-policy.ts';

/** What an announce is taken from: that of a peer that leaves from another budget than all others. */
export type Budget = 'announce' | 'leave';

/** How much one address may announce. */
export interface AnnounceLimiter {
  /**
   * Takes one announce from a budget of an address; later when another process keeps it.
   *
   * @param now ms on a monotonic clock.
   * @returns 0, or the ms until there is one again.
   */
  take(ip: string, now: number, budget: Budget): number | Promise<number>;
}

/** Whom an operator lets in: torrents by two lists, addresses by a rate. */
export class Policy implements Admission {
  lists: TorrentLists = { allowed: undefined, denied: undefined };
  readonly #limiter: AnnounceLimiter | undefined;

  constructor(limiter?: AnnounceLimiter) {
    this.#limiter = limiter;
  }

  refusal(
    { infoHash, event }: AnnounceRequest,
    ip: string,
    now: number,
  ): Refusal | undefined | Promise<Refusal | undefined> {
    // The rate first: whoever asks for refused torrents without end has a budget too.
    const wait = this.#limiter?.take(ip, now, event === 'stopped' ? 'leave' : 'announce') ?? 0;
    if (wait instanceof Promise) return wait.then((ms) => rateRefusal(ms) ?? torrentRefusal(this.lists, infoHash));
    return rateRefusal(wait) ?? torrentRefusal(this.lists, infoHash);
  }
}

/** @param wait ms until there is an announce again. */
function rateRefusal(wait: number): Refusal | undefined {
  if (wait === 0) return undefined;
  const seconds = Math.ceil(wait / 1_000);
  return {
    kind: 'rate-limited',
    failure: `too many announces from your address; come again in ${seconds} s`,
    retryIn: seconds,
  };
}
