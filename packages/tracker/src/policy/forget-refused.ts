import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PeerStore } from '../store/peer-store.ts';

/** Torrents that are looked at, and peers that are taken out, before others have their turn: some ms. */
const TORRENTS_A_TURN = 2_000;
const PEERS_A_TURN = 1_000;

/** Takes the peers of refused torrents out of a store, while announces go on. */
export async function forgetRefused(store: PeerStore, isRefused: (infoHash: Uint8Array) => boolean): Promise<void> {
  let looked = 0;
  for (const { infoHash } of store.swarms()) {
    looked += 1;
    if (looked % TORRENTS_A_TURN === 0) await nextTurn();
    if (!isRefused(infoHash)) continue;
    while (!store.forget(infoHash, PEERS_A_TURN)) await nextTurn();
  }
}
