import type { BlockList } from 'node:net';
import { normalizeIp } from '@seedbed/protocol';
import type { ProxyTrust } from './proxy-trust.ts';

/**
 * The address of the client behind trusted proxies. Each proxy appends to X-Forwarded-For whom it was talking to, so
 * entries count from the right; what stands further left was written by the client and may say anything. When there are
 * fewer entries than trusted proxies, the request came by a shorter way and the first entry is as far as is known.
 *
 * @param remoteAddress of the socket, as Node gives it.
 * @param forwardedFor the header; several headers joined by commas.
 * @returns in the form of `normalizeIp`; undefined when the place holds no address.
 */
export function clientIp(
  remoteAddress: string,
  forwardedFor: string | undefined,
  trust: ProxyTrust,
): string | undefined {
  // Node appends the interface to link-local addresses: fe80::1%eth0.
  const socketIp = normalizeIp(remoteAddress.replace(/%.*$/, ''));
  if (trust === 0 || forwardedFor === undefined) return socketIp;
  const entries = forwardedFor.split(',').map((entry) => entry.trim());
  if (typeof trust === 'number') return entryIp(entries.at(-trust) ?? entries[0] ?? '');
  return behindProxiesIn(trust, socketIp, entries);
}

/** Goes back from the socket as long as whoever tells the next address is trusted. */
function behindProxiesIn(
  networks: BlockList,
  socketIp: string | undefined,
  entries: readonly string[],
): string | undefined {
  let ip = socketIp;
  for (const entry of entries.toReversed()) {
    if (ip === undefined || !networks.check(ip, ip.includes(':') ? 'ipv6' : 'ipv4')) return ip;
    ip = entryIp(entry);
  }
  return ip;
}

/** Some proxies append the port too, and brackets around an address of IPv6: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function entryIp(entry: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|(\d[\d.]*))(?::\d{1,5})?$/.exec(entry) ?? [];
  return normalizeIp(bracketed ?? plain ?? entry);
}
