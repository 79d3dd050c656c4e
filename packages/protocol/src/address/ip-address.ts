/** The bytes of an IP address in text: 4, or 16 of IPv6. An IPv4 address mapped into IPv6 is read as the 4; undefined when it is none. */
export function parseIp(text: string): Uint8Array | undefined {
  if (text.length > MAX_TEXT) return undefined;
  return text.includes(':') ? unmapped(parseIpv6(text)) : parseIpv4(text);
}

/** The text of 4 or 16 bytes, IPv6 in the one form of RFC 5952; a mapped IPv4 address as IPv4. */
export function formatIp(bytes: Uint8Array): string {
  const short = unmapped(bytes) ?? bytes;
  return short.length === 4 ? short.join('.') : formatIpv6(short);
}

/** One text for each address: `::ffff:1.2.3.4`, as Node names IPv4 peers of a socket for both, becomes `1.2.3.4`. */
export function normalizeIp(text: string): string | undefined {
  const bytes = parseIp(text);
  // IPv4 is read in one way of writing only.
  return bytes && (text.includes(':') ? formatIp(bytes) : text);
}

/** Longest text of an address: eight groups, the last two as IPv4. */
const MAX_TEXT = 45;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

function unmapped(bytes: Uint8Array | undefined): Uint8Array | undefined {
  if (bytes?.length !== 16) return bytes;
  return MAPPED_PREFIX.every((byte, i) => bytes[i] === byte) ? bytes.slice(12) : bytes;
}

/** Without regular expressions: a tracker reads the addresses of fifty peers for each announce that it answers. */
function parseIpv4(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(4);
  let part = 0;
  let digits = 0;
  let value = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === DOT && digits > 0 && part < 3) {
      bytes[part] = value;
      part += 1;
      digits = 0;
      value = 0;
    } else {
      // A leading zero would be octal to some and decimal to others.
      if (code < ZERO || code > NINE || (digits > 0 && value === 0)) return undefined;
      digits += 1;
      value = value * 10 + (code - ZERO);
      if (value > 255) return undefined;
    }
  }
  if (part !== 3 || digits === 0) return undefined;
  bytes[3] = value;
  return bytes;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = parseGroups(halves[1] ?? '', true);
  if (!head || !tail || halves.length > 2) return undefined;
  const zeros = 16 - head.length - tail.length;
  // `::` stands for at least one group of zeros.
  if (halves.length === 1 ? zeros !== 0 : zeros < 2) return undefined;
  return Uint8Array.from([...head, ...new Array<number>(zeros).fill(0), ...tail]);
}

/** Bytes of groups between colons; the last group of an address may be written as IPv4. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    const ipv4 = last && i === groups.length - 1 ? parseIpv4(group) : undefined;
    if (ipv4) bytes.push(...ipv4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
}

function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const { start, length } = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The longest run of zero groups, the first of equal ones: it is written as `::`. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [i, group] of groups.entries()) {
    if (group !== 0) start = i + 1;
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start };
  }
  return best;
}
