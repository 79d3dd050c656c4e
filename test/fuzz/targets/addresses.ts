import { deepStrictEqual, strictEqual } from 'node:assert';
import { formatAddress, formatIp, normalizeIp, parseAddress, parseIp } from '@seedbed/protocol';
import { formatEndpoint, parseEndpoint } from '@seedbed/settings';
import { fuzzTarget } from '../fuzz-target.ts';

/** Each address has one text, which is read as the same address. */
export const addresses = fuzzTarget({
  name: 'addresses',
  tokens: ['::', ':', '.', '[', ']', '::ffff:', '0', '00', '256', ':65536', ':0', '%lo'],
  decode: (input) => {
    const text = Buffer.from(input).toString('latin1');
    const endpoint = parseEndpoint(text);
    const [address, ip] = [parseAddress(text), parseIp(text)];
    if (address === undefined && ip === undefined && !endpoint.ok) return undefined;
    return { address, ip, endpoint };
  },
  check: ({ address, ip, endpoint }) => {
    if (address !== undefined) deepStrictEqual(parseAddress(formatAddress(address)), address);
    if (ip !== undefined) strictEqual(normalizeIp(formatIp(ip)), formatIp(ip));
    if (endpoint.ok) deepStrictEqual(parseEndpoint(formatEndpoint(endpoint.value)), endpoint);
  },
});
