import type { PeerTables } from './peer-tables.ts';
import { FAMILIES, type Swarm } from './swarm.ts';

/** Peers that one look at a swarm takes out at most: one announce must not wait for a whole swarm that went away. */
const MAX_REMOVALS = 1_000;

/** A swarm of n thousand peers is looked through at most every n / 4 seconds, a small one as soon as a peer may be over. */
const PEERS_PER_SECOND = 4_096;

/** Takes peers out of a swarm whose time is over, and says when to look again (`sweepAt`). @param now in whole seconds. */
export function sweepSwarm(tables: PeerTables, swarm: Swarm, now: number): void {
  let removals = 0;
  const { size, forgetAt } = swarm;
  swarm.sweepAt = forgetAt;
  for (const family of FAMILIES) {
    const sequence = swarm[family];
    if (sequence === undefined || sequence.count === 0) continue;
    const table = tables.of(family);
    // From the end, because a gap is closed by peers from behind it.
    for (let position = sequence.count - 1; position >= 0; position -= 1) {
      const validUntil = table.columns.validUntil(sequence.slot(position));
      if (validUntil > now) swarm.sweepAt = Math.min(swarm.sweepAt, validUntil);
      else if (removals === MAX_REMOVALS) {
        swarm.sweepAt = now;
        return;
      } else {
        table.remove(sequence, position);
        removals += 1;
      }
    }
  }
  swarm.sweepAt = Math.max(swarm.sweepAt, now + Math.floor(size / PEERS_PER_SECOND));
}
