import type { Refusal } from '../service/admission.ts';
import { infoHashKey } from '../store/info-hash-key.ts';
import type { InfoHashList } from './info-hash-list.ts';

/** Which torrents are served: those of the first list, if there is one, without those of the second. */
export interface TorrentLists {
  readonly allowed: InfoHashList | undefined;
  readonly denied: InfoHashList | undefined;
}

/** A list may name the torrent tomorrow: nothing is said about when to come again. */
const NOT_ALLOWED: Refusal = { kind: 'torrent-denied', failure: 'this tracker does not serve this torrent' };
const DENIED: Refusal = { ...NOT_ALLOWED, retryIn: Number.POSITIVE_INFINITY };

/** Why a torrent is refused, if it is. */
export function torrentRefusal({ allowed, denied }: TorrentLists, infoHash: Uint8Array): Refusal | undefined {
  if (allowed === undefined && denied === undefined) return undefined;
  const key = infoHashKey(infoHash);
  if (denied?.has(key)) return DENIED;
  return allowed === undefined || allowed.has(key) ? undefined : NOT_ALLOWED;
}
