import type { PeerAddress } from '@seedbed/protocol';

/** Where a program on this machine reaches a server that listens at every address. */
export function dialable({ ip, port }: PeerAddress): PeerAddress {
  if (!isEverywhere(ip)) return { ip, port };
  return { ip: ip === '::' ? '::1' : '127.0.0.1', port };
}

/** Whether who listens there listens at every address of the machine. */
export function isEverywhere(ip: string): boolean {
  return ip === '0.0.0.0' || ip === '::';
}
