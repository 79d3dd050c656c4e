import { checkedDelay } from './delay-line.ts';

/** What joins a peer to the network. All its connections share it. */
export interface LinkSettings {
  /** Bytes per second to the network; `Infinity` for no limit. */
  readonly upload: number;
  /** Bytes per second from the network; `Infinity` for no limit. */
  readonly download: number;
  /** One way between the peer and the network, ms: between two peers a round trip takes both of theirs twice. */
  readonly latency: number;
  /** The latency varies by so much at most, either way, ms. */
  readonly jitter: number;
  /** Share of chunks that come late as if they had been lost once, 0 to 1. */
  readonly loss: number;
}

/** No limit and no delay. */
const freeLink: LinkSettings = {
  upload: Number.POSITIVE_INFINITY,
  download: Number.POSITIVE_INFINITY,
  latency: 0,
  jitter: 0,
  loss: 0,
};

/** A whole link: what is left out has no limit and no delay. @throws RangeError when a rate, a delay or a share makes no sense */
export function linkOf(settings: Partial<LinkSettings>): LinkSettings {
  const link = checkedDelay({ ...freeLink, ...settings });
  for (const direction of ['upload', 'download'] as const) {
    if (!(link[direction] > 0)) throw new RangeError(`A rate is above 0 bytes/s, not ${link[direction]}`);
  }
  return link;
}
