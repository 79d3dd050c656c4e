import { toHex } from '@seedbed/protocol';
import type { CounterFigures } from '../service/tracker-counters.ts';
import type { StoreTotals, SwarmCounts } from '../store/peer-store.ts';
import type { AnyPeerStore } from '../store/remote-peer-store.ts';
import { swarmPages } from '../store/swarm-pages.ts';

/** Swarms that one look at the statistics takes the peers out of whose time is over. */
const SWEPT_SWARMS = 10_000;
/** Swarms that are listed at most. */
const LISTED_SWARMS = 1_000;

/** One swarm in the statistics. */
export interface ListedSwarm extends SwarmCounts {
  /** In hexadecimal. */
  readonly infoHash: string;
}

/** What `/stats.json` holds, and `/stats` shows. */
export interface TrackerStats extends StoreTotals {
  readonly uptimeSeconds: number;
  readonly peers: number;
  /** What happened since the start. */
  readonly requests: CounterFigures;
  /** At most 1,000 of them, the same while they are there. */
  readonly swarms: readonly ListedSwarm[];
}

/** @param now and `startedAt` in ms on the same clock. */
export async function trackerStats(
  store: AnyPeerStore,
  counters: CounterFigures,
  startedAt: number,
  now: number,
): Promise<TrackerStats> {
  // While nobody announces nobody is taken out; who looks should not see ghosts.
  await store.sweep(now, SWEPT_SWARMS);
  const totals = await store.totals();
  const swarms: ListedSwarm[] = [];
  for await (const page of swarmPages(store)) {
    swarms.push(...page.map(({ infoHash, ...counts }) => ({ infoHash: toHex(infoHash), ...counts })));
    if (swarms.length >= LISTED_SWARMS) break;
  }
  return {
    uptimeSeconds: Math.floor((now - startedAt) / 1_000),
    ...totals,
    peers: totals.seeds + totals.leeches,
    requests: counters,
    swarms: swarms.slice(0, LISTED_SWARMS),
  };
}
