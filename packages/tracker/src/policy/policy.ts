import type { Admission, Refusal } from '../service/admission.ts';
import type { AddressLimiter } from './address-limiter.ts';
import { type TorrentLists, torrentRefusal } from './torrent-policy.ts';

/** Whom an operator lets in: torrents by two lists, addresses by a rate. */
export class Policy implements Admission {
  lists: TorrentLists = { allowed: undefined, denied: undefined };
  readonly #limiter: AddressLimiter | undefined;

  constructor(limiter?: AddressLimiter) {
    this.#limiter = limiter;
  }

  refusal(infoHash: Uint8Array, ip: string, now: number): Refusal | undefined {
    // The rate first: whoever asks for refused torrents without end has a budget too.
    return this.#rateRefusal(ip, now) ?? torrentRefusal(this.lists, infoHash);
  }

  #rateRefusal(ip: string, now: number): Refusal | undefined {
    const wait = this.#limiter?.take(ip, now) ?? 0;
    if (wait === 0) return undefined;
    const seconds = Math.ceil(wait / 1_000);
    return {
      kind: 'rate-limited',
      failure: `too many announces from your address; come again in ${seconds} s`,
      retryIn: seconds,
    };
  }
}
