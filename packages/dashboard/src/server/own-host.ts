import { isLoopback } from '@seedbed/control';

/**
 * Whether the `Host` of a request is a name of this very machine. A page of another site can have its own name lead to
 * 127.0.0.1 (DNS rebinding); its requests then carry that name. An IP address can't be made to lead elsewhere.
 */
export function isOwnHost(host: string | undefined, localAddress: string | undefined): boolean {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d{1,5})?$/.exec(host ?? '') ?? [];
  const name = (bracketed ?? plain).toLowerCase();
  return name === 'localhost' || isLoopback(name) || (name !== '' && name === localAddress?.replace(/^::ffff:/, ''));
}
