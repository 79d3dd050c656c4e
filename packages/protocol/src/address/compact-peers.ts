import { concatBytes } from '../bytes.ts';
import { WireError } from '../wire/wire-error.ts';
import { formatIp, parseIp } from './ip-address.ts';
import type { PeerAddress } from './peer-address.ts';

/** IPv4 in 6 bytes a peer (BEP 23), IPv6 in 18 (BEP 7). */
export type AddressFamily = 4 | 6;

/** The 6 or 18 bytes of one peer. @throws RangeError when its `ip` is no address */
export function encodeCompactPeer({ ip, port }: PeerAddress): Uint8Array {
  const address = parseIp(ip);
  if (!address) throw new RangeError(`"${ip}" is no IP address`);
  const bytes = new Uint8Array(address.length + 2);
  bytes.set(address);
  bytes[address.length] = port >> 8;
  bytes[address.length + 1] = port;
  return bytes;
}

/** Address and port, big endian, of each peer. @throws RangeError when an `ip` is no address or the families are mixed */
export function encodeCompactPeers(peers: readonly PeerAddress[]): Uint8Array {
  const encoded = peers.map(encodeCompactPeer);
  if (encoded.some((peer) => peer.length !== encoded[0]?.length)) {
    throw new RangeError('the peers of one compact list are all IPv4 or all IPv6');
  }
  return concatBytes(encoded);
}

/** The peers of a compact list. Port 0 can't be dialled: such peers are left out. @throws WireError `wrong-length` */
export function decodeCompactPeers(bytes: Uint8Array, family: AddressFamily): PeerAddress[] {
  const size = family === 4 ? 6 : 18;
  if (bytes.length % size !== 0) {
    throw new WireError(
      'wrong-length',
      `compact peers of ${bytes.length} bytes, IPv${family} takes ${size} for each peer`,
    );
  }
  const peers: PeerAddress[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const portAt = at + size - 2;
    const port = ((bytes[portAt] ?? 0) << 8) | (bytes[portAt + 1] ?? 0);
    if (port !== 0) peers.push({ ip: formatIp(bytes.subarray(at, portAt)), port });
  }
  return peers;
}
