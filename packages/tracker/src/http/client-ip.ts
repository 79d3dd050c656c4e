import { normalizeIp } from '@seedbed/protocol';

/**
 * The address of the client behind so many trusted proxies. Each proxy appends to X-Forwarded-For whom it was talking to,
 * so entries count from the right; what stands further left was written by the client and may say anything. When there are
 * fewer entries than proxies, the request came by a shorter way and the first entry is as far as is known.
 *
 * @param remoteAddress of the socket, as Node gives it.
 * @param forwardedFor the header; several headers joined by commas.
 * @returns in the form of `normalizeIp`; undefined when the place holds no address.
 */
export function clientIp(remoteAddress: string, forwardedFor: string | undefined, proxies: number): string | undefined {
  // Node appends the interface to link-local addresses: fe80::1%eth0.
  const socketIp = normalizeIp(remoteAddress.replace(/%.*$/, ''));
  if (proxies === 0 || forwardedFor === undefined) return socketIp;
  const entries = forwardedFor.split(',');
  return normalizeIp((entries.at(-proxies) ?? entries[0] ?? '').trim());
}
