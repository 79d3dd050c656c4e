import { type AnnounceRequest, parseIp } from '@seedbed/protocol';
import type { AnnounceConfig } from './announce-config.ts';
import { isPrivateIp } from './is-private-ip.ts';

/** Where a request comes from: the socket's address, or the one that trusted proxies tell. */
export interface Announcer {
  readonly ip: string;
}

/**
 * The address that a request comes from, 4 or 16 bytes; IPv4 mapped into IPv6 becomes IPv4.
 *
 * @throws TypeError when `from.ip` is no IP address: the caller's fault, never the client's.
 */
export function sourceIp(from: Announcer): Uint8Array {
  const source = parseIp(from.ip);
  if (source === undefined) throw new TypeError(`"${from.ip}" is no IP address that an announce can have`);
  return source;
}

/**
 * The address under which an announcer is stored.
 *
 * BEP 3 lets a client claim any address with `ip=`. From strangers that would be a way to point a whole swarm at a victim,
 * so it counts only with a setting and only from where no stranger can be: peers behind the same NAT as their tracker.
 */
export function announcerIp(request: AnnounceRequest, source: Uint8Array, config: AnnounceConfig): Uint8Array {
  if (request.ip === undefined || !config.trustIpParameter || !isPrivateIp(source)) return source;
  return parseIp(request.ip) ?? source;
}
