import type { PeerStore, StoreAnnounce, StoreAnswer, StoreTotals, SwarmCounts, SwarmPage } from './peer-store.ts';

/**
 * A store that several processes share: the verbs of `PeerStore` but `forget`, answered later. What it has to do is the same and
 * stands in `test/peer-store-contract.ts`. Chance is up to the other side wherever it decides alone.
 *
 * Every verb is answered within a bounded time; each may reject with `StoreAwayError`.
 */
export interface RemotePeerStore {
  announce(announce: StoreAnnounce, now: number, random: () => number): Promise<StoreAnswer>;
  scrape(infoHash: Uint8Array, now: number): Promise<SwarmCounts | undefined>;
  swarms(from: number, count: number): Promise<SwarmPage>;
  totals(): Promise<StoreTotals>;
  sweep(now: number, swarms: number): Promise<void>;
  /** Why it can't answer at the moment, in words for an operator; undefined when it can. */
  trouble(): string | undefined;
  /** Lets go of what it holds open; no verb may be used any longer. */
  close(): Promise<void>;
}

/** A store in this process, which answers at once, or one elsewhere. */
export type AnyPeerStore = PeerStore | RemotePeerStore;

/** The store can't be reached, or did not answer in time. The text is for operators. */
export class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';
}

/** Whether a store answers later. */
export function isRemote(store: AnyPeerStore): store is RemotePeerStore {
  return 'close' in store;
}
