import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SwarmPage, SwarmSummary } from './peer-store.ts';
import type { AnyPeerStore } from './remote-peer-store.ts';

/** Swarms that are looked at before others have their turn: about a millisecond with all that is done about them. */
const SWARMS_A_PAGE = 500;

/** All swarms of a store, some at a time, while announces go on in between. */
export async function* swarmPages(store: AnyPeerStore): AsyncGenerator<readonly SwarmSummary[]> {
  for (let from: number | undefined = 0; from !== undefined; ) {
    const { swarms, next }: SwarmPage = await store.swarms(from, SWARMS_A_PAGE);
    yield swarms;
    if (next !== undefined) await nextTurn();
    from = next;
  }
}
