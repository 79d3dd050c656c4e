import { FAMILIES, type PeerTables } from './peer-tables.ts';
import type { SwarmTable } from './swarm-table.ts';

/** Peers that one look at a swarm takes out at most: one announce must not wait for a whole swarm that went away. */
const MAX_REMOVALS = 1_000;

/** A swarm of n thousand peers is looked through at most every n / 4 seconds, a small one as soon as a peer may be over. */
const PEERS_PER_SECOND = 4_096;

/** Takes peers out of a swarm whose time is over, and says when to look again (`sweepAt`). @param now in whole seconds. */
export function sweepSwarm(tables: PeerTables, swarms: SwarmTable, swarm: number, now: number): void {
  let removals = 0;
  const size = tables.size(swarm);
  let sweepAt = swarms.forgetAt(swarm);
  for (const family of FAMILIES) {
    const table = tables.withPeersOf(swarm, family);
    if (table === undefined) continue;
    // From the end, because a gap is closed by peers from behind it.
    for (let position = table.sequences.count(swarm) - 1; position >= 0; position -= 1) {
      const validUntil = table.columns.validUntil(table.sequences.slot(swarm, position));
      if (validUntil > now) sweepAt = Math.min(sweepAt, validUntil);
      else if (removals === MAX_REMOVALS) {
        swarms.setSweepAt(swarm, now);
        return;
      } else {
        table.remove(swarm, position);
        removals += 1;
      }
    }
  }
  swarms.setSweepAt(swarm, Math.max(sweepAt, now + Math.floor(size / PEERS_PER_SECOND)));
}
