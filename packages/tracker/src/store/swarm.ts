import { PeerSequence } from './peer-sequence.ts';
import type { SwarmCounts } from './peer-store.ts';

/** The two families that peers are kept and sent in, apart from each other. */
export const FAMILIES = ['ipv4', 'ipv6'] as const;

export type Family = (typeof FAMILIES)[number];

/** Later than any time, and still a small integer for the engine. */
const NEVER = 2 ** 31 - 1;

/** The peers of one info hash. Times are whole seconds. */
export class Swarm {
  ipv4: PeerSequence | undefined = undefined;
  ipv6: PeerSequence | undefined = undefined;
  /** Peers that told that they became complete. */
  downloaded = 0;
  /** No peer is over before this time. */
  sweepAt: number = NEVER;
  /** When the last peer is over at the latest; `downloaded` is remembered until then. */
  forgetAt = 0;

  get size(): number {
    return (this.ipv4?.count ?? 0) + (this.ipv6?.count ?? 0);
  }

  get counts(): SwarmCounts {
    const incomplete = (this.ipv4?.leeches ?? 0) + (this.ipv6?.leeches ?? 0);
    return { complete: this.size - incomplete, incomplete, downloaded: this.downloaded };
  }

  /** The sequence of a family, made when it is missing. */
  sequence(family: Family): PeerSequence {
    this[family] ??= new PeerSequence();
    return this[family];
  }

  /** A peer is there until this time. */
  expect(validUntil: number): void {
    this.sweepAt = Math.min(this.sweepAt, validUntil);
    this.forgetAt = Math.max(this.forgetAt, validUntil);
  }
}
