import { isLoopback } from '@seedbed/control';
import { normalizeIp } from '@seedbed/protocol';

/**
 * Whether the `Host` of a request is a name of this very machine. A page of another site can have its own name lead to
 * 127.0.0.1 (DNS rebinding); its requests then carry that name. An IP address can't be made to lead elsewhere.
 *
 * @param localAddress at which the request has come in, as Node names it
 */
export function isOwnHost(host: string | undefined, localAddress: string | undefined): boolean {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(host ?? '') ?? [];
  const name = (bracketed ?? plain).toLowerCase();
  if (name === 'localhost' || isLoopback(name)) return true;
  const ip = normalizeIp(name);
  return ip !== undefined && ip === normalizeIp(localAddress ?? '');
}
