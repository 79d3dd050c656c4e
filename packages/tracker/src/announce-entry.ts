/**
 * The tracker as values: stores and rules, without sockets, clocks or Node. Simulated swarms announce to it.
 */
export { announce } from './announce/announce.ts';
export type { AnnounceConfig } from './announce/announce-config.ts';
export type { Announcer } from './announce/announcer-ip.ts';
export { scrape } from './announce/scrape.ts';
export { MemoryStore, type MemoryStoreOptions } from './store/memory-store.ts';
export type { PeerStore, StoreTotals, SwarmCounts, SwarmSummary } from './store/peer-store.ts';
