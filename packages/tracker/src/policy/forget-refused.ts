import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PeerStore } from '../store/peer-store.ts';
import { swarmPages } from '../store/swarm-pages.ts';

/** Peers that are taken out before others have their turn: some ms. */
const PEERS_A_TURN = 1_000;

/** Takes the peers of refused torrents out of a store, while announces go on. */
export async function forgetRefused(store: PeerStore, isRefused: (infoHash: Uint8Array) => boolean): Promise<void> {
  for await (const swarms of swarmPages(store)) {
    for (const { infoHash } of swarms) {
      if (!isRefused(infoHash)) continue;
      while (!store.forget(infoHash, PEERS_A_TURN)) await nextTurn();
    }
  }
}
