import { formatIp, parseIp } from './ip-address.ts';

/** Where a peer listens. */
export interface PeerAddress {
  /** In the form of `normalizeIp`. */
  readonly ip: string;
  readonly port: number;
}

/** `1.2.3.4:5`, or `[::1]:5`. */
export function formatAddress(address: PeerAddress): string {
  return address.ip.includes(':') ? `[${address.ip}]:${address.port}` : `${address.ip}:${address.port}`;
}

/** Reads `1.2.3.4:5` or `[::1]:5`, port 0 to 65535; undefined when it is neither. */
export function parseAddress(text: string): PeerAddress | undefined {
  const parts = /^(?:\[([^\]]*)\]|([^:]*)):(0|[1-9]\d{0,4})$/.exec(text);
  if (!parts) return undefined;
  const inBrackets = parts[1] !== undefined;
  const ip = parts[1] ?? parts[2] ?? '';
  const bytes = inBrackets === ip.includes(':') ? parseIp(ip) : undefined;
  const port = Number(parts[3]);
  return bytes && port <= 65535 ? { ip: formatIp(bytes), port } : undefined;
}
