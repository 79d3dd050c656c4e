import type { TorrentStatus } from '@seedbed/peer';

/** A daemon divides what a peer has sent by a whole second at least, so its figure is too low before, ms. */
const SETTLES_AFTER = 1_000;

/** A status as it is shown: the rate is `undefined` while too little has come to know it. */
export type ShownStatus = Omit<TorrentStatus, 'downloadRate'> & { readonly downloadRate: number | undefined };

/** Holds the rate of a download back until it means something: who reads it early plans with what is not so. */
export class RateSettling {
  #since: number | undefined;

  /** @param now ms */
  show(status: TorrentStatus, now: number): ShownStatus {
    if (status.downloadRate === 0) this.#since = undefined;
    else this.#since ??= now;
    const isSettled = this.#since === undefined || now - this.#since >= SETTLES_AFTER;
    return isSettled ? status : { ...status, downloadRate: undefined };
  }
}
