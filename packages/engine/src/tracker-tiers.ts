/**
 * The trackers of a torrent by tier (BEP 12): all of a tier are tried before any of the next, and one that answers moves
 * to the front of its tier. The order inside a tier was shuffled once, by whoever read the metainfo.
 */
export class TrackerTiers {
  readonly #tiers: readonly string[][];

  /** A tracker that is named more than once counts where it comes first. */
  constructor(tiers: readonly (readonly string[])[]) {
    const seen = new Set<string>();
    this.#tiers = tiers.map((tier) => tier.filter((tracker) => !seen.has(tracker) && seen.add(tracker)));
  }

  /** All trackers, in the order in which they are to be tried. */
  inOrder(): string[] {
    return this.#tiers.flat();
  }

  moveToFront(tracker: string): void {
    const tier = this.#tiers.find((members) => members.includes(tracker));
    if (tier === undefined) return;
    tier.splice(tier.indexOf(tracker), 1);
    tier.unshift(tracker);
  }
}
