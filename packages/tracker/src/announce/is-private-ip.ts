/** Prefixes of addresses that no stranger on the Internet can send from. */
const PRIVATE_IPV4: readonly (readonly [prefix: readonly number[], bits: number])[] = [
  [[10], 8], // RFC 1918
  [[127], 8], // loopback
  [[169, 254], 16], // link-local
  [[172, 16], 12], // RFC 1918
  [[192, 168], 16], // RFC 1918
  [[198, 18], 15], // RFC 2544: test networks, among them bridges between network namespaces
];
const PRIVATE_IPV6: typeof PRIVATE_IPV4 = [
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128], // loopback
  [[0xfc], 7], // unique local, RFC 4193
  [[0xfe, 0x80], 10], // link-local
];

/** Whether an address of 4 or 16 bytes belongs to this machine or to a private network. */
export function isPrivateIp(ip: Uint8Array): boolean {
  const ranges = ip.length === 4 ? PRIVATE_IPV4 : PRIVATE_IPV6;
  return ranges.some(([prefix, bits]) =>
    prefix.every((byte, i) => ((byte ^ (ip[i] ?? 0)) & maskOf(bits - 8 * i)) === 0),
  );
}

/** The mask of a byte of which the first `bits` count. */
function maskOf(bits: number): number {
  return bits >= 8 ? 0xff : (0xff << (8 - bits)) & 0xff;
}
