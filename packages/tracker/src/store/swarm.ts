import { PeerSequence } from './peer-sequence.ts';
import type { SwarmCounts } from './peer-store.ts';

/** The two families that peers are kept and sent in, apart from each other. */
export const FAMILIES = ['ipv4', 'ipv6'] as const;

export type Family = (typeof FAMILIES)[number];

/** Later than any time, and still a small integer for the engine. */
const NEVER = 2 ** 31 - 1;

/**
 * The peers of one info hash. Times are whole seconds.
 *
 * It is the sequence of its peers of IPv4, which nearly all are, and has another one for those of IPv6 when there are any: an
 * object of its own for each sequence would be a tenth of the memory of a small swarm.
 */
export class Swarm extends PeerSequence {
  ipv6: PeerSequence | undefined = undefined;
  /** Peers that told that they became complete. */
  downloaded = 0;
  /** No peer is over before this time. */
  sweepAt: number = NEVER;
  /** When the last peer is over at the latest; `downloaded` is remembered until then. */
  forgetAt = 0;

  get ipv4(): PeerSequence {
    return this;
  }

  get size(): number {
    return this.count + (this.ipv6?.count ?? 0);
  }

  get counts(): SwarmCounts {
    const incomplete = this.leeches + (this.ipv6?.leeches ?? 0);
    return { complete: this.size - incomplete, incomplete, downloaded: this.downloaded };
  }

  /** The sequence of a family, made when it is missing. */
  sequence(family: Family): PeerSequence {
    if (family === 'ipv4') return this;
    this.ipv6 ??= new PeerSequence();
    return this.ipv6;
  }

  /** A peer is there until this time. */
  expect(validUntil: number): void {
    this.sweepAt = Math.min(this.sweepAt, validUntil);
    this.forgetAt = Math.max(this.forgetAt, validUntil);
  }
}
