import type { ByteMatrix } from './byte-matrix.ts';
import type { PeerFacts } from './run-facts.ts';

/** How the leeches of one group got what leeches sent them. */
export interface RateClass {
  readonly group: string;
  /** Bytes per second of each uplink; null is no limit. */
  readonly upload: number | null;
  /** Share of it that came from their own group, 0 to 1; null when they got nothing from leeches. */
  readonly ownShare: number | null;
  /**
   * That share over the one that would come about by chance: the part that their group has in all that leeches sent.
   * Above 1 the group keeps to itself, as tit for tat makes peers of one rate do.
   */
  readonly clustering: number | null;
}

/**
 * Whether leeches of one uplink find each other.
 *
 * Source: Legout, Liogkas, Kohler and Zhang, "Clustering and Sharing Incentives in BitTorrent Systems" (2007), who
 * measure it by the time of unchokes; here it is bytes.
 */
export function rateClasses(peers: readonly PeerFacts[], bytes: ByteMatrix): readonly RateClass[] {
  const leeches = peers.filter(({ role }) => role === 'leech');
  const groups = [...new Set(leeches.map(({ group }) => group))];
  const between = (from: readonly PeerFacts[], to: readonly PeerFacts[]): number =>
    from.reduce((sum, a) => sum + to.reduce((row, b) => row + bytes.between(a.name, b.name), 0), 0);
  const all = between(leeches, leeches);
  return groups.map((group) => {
    const members = leeches.filter((leech) => leech.group === group);
    const received = between(leeches, members);
    const sent = between(members, leeches);
    const ownShare = received === 0 ? null : between(members, members) / received;
    return {
      group,
      upload: members[0]?.upload ?? null,
      ownShare,
      clustering: ownShare === null || sent === 0 ? null : ownShare / (sent / all),
    };
  });
}
