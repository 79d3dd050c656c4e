import { normalizeIp } from '@seedbed/protocol';

/** Whether an IP address, in any way of writing it, is of this machine alone. */
export const isLoopback = (ip: string): boolean => {
  const normal = normalizeIp(ip);
  return normal !== undefined && (normal.startsWith('127.') || normal === '::1');
};
