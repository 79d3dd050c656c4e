import type { PeerWindow, StoreAnnounce } from './peer-store.ts';
import { FAMILIES, type Family, type PeerTables } from './peer-tables.ts';
import { EMPTY_WINDOW, randomWindow } from './random-window.ts';

/** Nobody of either family. */
export const EMPTY_WINDOWS: Readonly<Record<Family, PeerWindow>> = { ipv4: EMPTY_WINDOW, ipv6: EMPTY_WINDOW };

/** Where an announcer stands in its swarm. */
export interface SwarmPlace {
  /** Its own address family. */
  readonly own: Family;
  /** Its position in the sequence of that family; -1 when it is not there. */
  readonly position: number;
}

/**
 * Random peers of a swarm for one who announces, himself left out. Those of his family come first: not everybody can reach
 * the other one.
 *
 * @param now in whole seconds.
 * @param random gives numbers in [0, 1).
 */
export function swarmWindows(
  tables: PeerTables,
  swarm: number,
  { own, position }: SwarmPlace,
  { numwant, role, withIds }: Pick<StoreAnnounce, 'numwant' | 'role' | 'withIds'>,
  now: number,
  random: () => number,
): Record<Family, PeerWindow> {
  const seeds = role === 'leech';
  const windows: Record<Family, PeerWindow> = { ...EMPTY_WINDOWS };
  let want = numwant;
  for (const family of own === 'ipv4' ? FAMILIES : FAMILIES.toReversed()) {
    const table = want > 0 ? tables.withPeersOf(swarm, family) : undefined;
    if (table === undefined) continue;
    const except = family === own ? position : -1;
    windows[family] = randomWindow(table, swarm, { want, seeds, except, withIds, now }, random);
    want -= windows[family].addresses.length / table.columns.addressBytes;
  }
  return windows;
}
