import { concatBytes } from '../bytes.ts';
import { WireError } from '../wire/wire-error.ts';
import { formatIp, parseIp } from './ip-address.ts';
import type { PeerAddress } from './peer-address.ts';

/** IPv4 in 6 bytes a peer (BEP 23), IPv6 in 18 (BEP 7). */
export type AddressFamily = 4 | 6;

/** The family that an address is sent in; undefined when its `ip` is no address. */
export function familyOf(address: PeerAddress): AddressFamily | undefined {
  const length = parseIp(address.ip)?.length;
  return length === undefined ? undefined : length === 4 ? 4 : 6;
}

/** Address and port, big endian, of each peer. @throws RangeError when an `ip` is no address or the families are mixed */
export function encodeCompactPeers(peers: readonly PeerAddress[]): Uint8Array {
  let size: number | undefined;
  const parts = peers.map(({ ip, port }) => {
    const address = parseIp(ip);
    if (!address) throw new RangeError(`"${ip}" is no IP address`);
    size ??= address.length;
    if (address.length !== size) throw new RangeError('peers of one compact list are all IPv4 or all IPv6');
    return concatBytes([address, Uint8Array.of(port >> 8, port)]);
  });
  return concatBytes(parts);
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
