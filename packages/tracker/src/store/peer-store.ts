/** Who announces: peer id, IP address and port together name a peer of a swarm. */
export interface PeerKey {
  /** 20 bytes. */
  readonly peerId: Uint8Array;
  /** Compact address with its port: 6 bytes of IPv4 (BEP 23) or 18 of IPv6 (BEP 7). */
  readonly address: Uint8Array;
}

/** What one announce asks of the store: first an answer, then a change. */
export interface StoreAnnounce extends PeerKey {
  /** 20 bytes. */
  readonly infoHash: Uint8Array;
  /** A seed misses nothing, and gets no seeds. */
  readonly role: 'seed' | 'leech';
  /** `store`: insert or refresh the peer. `remove`: it left. `none`: answer only. */
  readonly change: 'store' | 'remove' | 'none';
  /** It says that it has just become complete; counted once per stored peer. */
  readonly completed: boolean;
  /** Peers in the answer at most. */
  readonly numwant: number;
  /** Whether the answer needs the peer ids too: the dictionary form does, the compact one does not. */
  readonly withIds: boolean;
  /** Time until which the peer counts as there, in ms on the clock of `now`; rounded up to whole seconds. */
  readonly validUntil: number;
}

/** Some peers of one address family, as they go into an answer. */
export interface PeerWindow {
  /** Compact addresses, one after another. */
  readonly addresses: Uint8Array;
  /** Their peer ids in the same order, 20 bytes each; empty unless they were asked for. */
  readonly ids: Uint8Array;
}

/** How many take part in a swarm. */
export interface SwarmCounts {
  /** Seeds. */
  readonly complete: number;
  /** Leeches. */
  readonly incomplete: number;
  /** How many peers told that they became complete. */
  readonly downloaded: number;
}

/** The answer to one announce; the counts are those after the change. */
export interface StoreAnswer extends SwarmCounts {
  readonly ipv4: PeerWindow;
  readonly ipv6: PeerWindow;
  /** Set when a new peer was answered but not stored, because the store holds as much as it may. */
  readonly full: 'peers' | 'torrents' | undefined;
}

/** One swarm, for people who look at the tracker. */
export interface SwarmSummary extends SwarmCounts {
  readonly infoHash: Uint8Array;
}

/** Some of all swarms. */
export interface SwarmPage {
  readonly swarms: readonly SwarmSummary[];
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: number | undefined;
}

/** Sums over all swarms. */
export interface StoreTotals {
  readonly torrents: number;
  readonly seeds: number;
  readonly leeches: number;
}

/**
 * Where a tracker keeps its swarms. Time and chance are arguments: `now` in ms on a monotonic clock, `random` gives numbers in
 * [0, 1). What every implementation has to do stands in `test/peer-store-contract.ts`.
 * A store behind a network has the same verbs with promises, see `RemotePeerStore`.
 */
export interface PeerStore {
  /**
   * Answers an announce, then changes the swarm. The answer never holds the announcer, nor a peer whose time is over, nor
   * anybody twice; it has peers of the announcer's own address family first, others in the room that is left.
   */
  announce(announce: StoreAnnounce, now: number, random: () => number): StoreAnswer;
  /** The counts of one swarm; undefined when nothing is known of it. */
  scrape(infoHash: Uint8Array, now: number): SwarmCounts | undefined;
  /**
   * The next swarms, at most so many, in an order that stays while they stay. Of those that come or go between two pages
   * some may be missed, and one that goes and comes back may be told twice.
   *
   * @param from 0, or where the page before says that this one begins.
   */
  swarms(from: number, count: number): SwarmPage;
  /** Sums over all swarms; peers that are over but were not looked at since are counted too, see `sweep`. */
  totals(): StoreTotals;
  /** Looks at the next swarms, `swarms` at most, and forgets what is over there. */
  sweep(now: number, swarms: number): void;
  /** Takes at most so many peers out of a swarm; answers whether nothing is left of it. */
  forget(infoHash: Uint8Array, peers: number): boolean;
  /** Why nothing can be answered at this moment, in words for strangers; without it, or undefined: all is well. */
  trouble?(): string | undefined;
}
