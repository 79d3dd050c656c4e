import { concatBytes } from '@seedbed/protocol';
import type { PeerWindow } from '../store/peer-store.ts';

/** Peers in front of those of an answer; with ids where the answer has some, or has nobody yet. */
export function putFirst(first: PeerWindow, rest: PeerWindow): PeerWindow {
  const withIds = rest.ids.length > 0 || rest.addresses.length === 0;
  return {
    addresses: concatBytes([first.addresses, rest.addresses]),
    ids: withIds ? concatBytes([first.ids, rest.ids]) : rest.ids,
  };
}
