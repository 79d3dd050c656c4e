import type { AnnounceRequest } from '@seedbed/protocol';

/** Why a request is refused that was understood. */
export type RefusalKind = 'torrent-denied' | 'rate-limited' | 'on-purpose' | 'store-away';

/** An announce that is not answered with peers. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** May be shown to strangers. */
  readonly failure: string;
  /** Seconds to stay away (BEP 31); Infinity for ever. */
  readonly retryIn?: number;
}

/** Who may announce what. */
export interface Admission {
  /**
   * Why an announce is refused; undefined when it is let in. Known at once, unless it takes another process to say so.
   *
   * @param ip where it comes from, in the form of `normalizeIp`.
   * @param now ms on a monotonic clock.
   */
  refusal(request: AnnounceRequest, ip: string, now: number): Refusal | undefined | Promise<Refusal | undefined>;
}
