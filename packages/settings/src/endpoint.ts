import { type Parsed, parsed, unreadable } from './parsed.ts';

/** Where something listens or is reached: an IP address, and a port of which 0 means "any free one". */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

const HINT = 'write 127.0.0.1:6881 or [::1]:6881';

const isIpv4 = (text: string): boolean => {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
};

const isIpv6 = (text: string): boolean => {
  const dotted = text.lastIndexOf(':') + 1;
  const mapped = text.slice(dotted).includes('.');
  if (mapped && !isIpv4(text.slice(dotted))) return false;
  // An embedded IPv4 address stands for the last two groups.
  const halves = (mapped ? `${text.slice(0, dotted)}0:0` : text).split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const complete = halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
  return complete && groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group));
};

/** Reads an address with its port: `127.0.0.1:6881` or `[::1]:6881`. Names are not looked up. */
export const parseEndpoint = (text: string): Parsed<Endpoint> => {
  const written = text.trim();
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(written) ?? [];
  if (digits === undefined) {
    const hint = /^\d{1,5}$/.test(written) ? `did you mean 127.0.0.1:${written}?` : HINT;
    return unreadable(`'${text}' is not an address with a port; ${hint}`);
  }
  const port = Number(digits);
  if (port > 65_535) return unreadable(`'${text}' has port ${port}; the highest is 65535, and 0 picks a free one`);
  if (bracketed !== undefined && isIpv6(bracketed)) return parsed({ ip: bracketed, port });
  if (plain !== undefined && isIpv4(plain)) return parsed({ ip: plain, port });
  return unreadable(`'${bracketed ?? plain}' is not an IP address; ${HINT}`);
};

/** Writes an address as `parseEndpoint` reads it. */
export const formatEndpoint = ({ ip, port }: Endpoint): string =>
  ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
