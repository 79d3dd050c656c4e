import { type AnnounceRequest, encodeCompactPeers, type PeerAddress, utf8 } from '@seedbed/protocol';
import type { AnnounceConfig } from '../src/announce/announce-config.ts';
import type { StoreAnnounce } from '../src/store/peer-store.ts';

export { seededRandom } from '../src/faults/seeded-random.ts';

/** An info hash or peer id whose last bytes are a number. */
function twentyBytes(first: string, n: number): Uint8Array {
  const bytes = new Uint8Array(20);
  bytes.set(utf8(first.slice(0, 1)));
  new DataView(bytes.buffer).setUint32(16, n);
  return bytes;
}

export const infoHash = (n = 0): Uint8Array => twentyBytes('h', n);

export const peerId = (n: number): Uint8Array => twentyBytes('-', n);

/** The n-th local peer: an address of its own, and 6881 as port. */
export const addressOf = (n: number): PeerAddress => ({
  ip: `127.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
  port: 6881,
});

export const addressOf6 = (n: number): PeerAddress => ({ ip: `fd00::${n.toString(16)}`, port: 6881 });

/** What the n-th peer, a leech of the first swarm, asks of a store. */
export function announceOf(n: number, changes: Partial<StoreAnnounce> = {}): StoreAnnounce {
  return {
    infoHash: infoHash(),
    peerId: peerId(n),
    address: encodeCompactPeers([addressOf(n)]),
    role: 'leech',
    change: 'store',
    completed: false,
    numwant: 50,
    withIds: false,
    validUntil: 3_600_000,
    ...changes,
  };
}

/** The same for a peer of IPv6. */
export const announceOf6 = (n: number, changes: Partial<StoreAnnounce> = {}): StoreAnnounce =>
  announceOf(n, { address: encodeCompactPeers([addressOf6(n)]), ...changes });

/** What the n-th peer, a leech, sends to a tracker. */
export function requestOf(n: number, changes: Partial<AnnounceRequest> = {}): AnnounceRequest {
  return {
    infoHash: infoHash(),
    peerId: peerId(n),
    port: 6881,
    uploaded: 0,
    downloaded: 0,
    left: 1,
    compact: true,
    noPeerId: false,
    ...changes,
  };
}

export const rules: AnnounceConfig = {
  interval: 1_800_000,
  minInterval: 60_000,
  grace: 60_000,
  numwant: 50,
  maxNumwant: 200,
  trustIpParameter: false,
};
