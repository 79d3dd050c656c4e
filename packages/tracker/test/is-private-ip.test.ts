import { parseIp } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { isPrivateIp } from '../src/announce/is-private-ip.ts';

const privateIps = [
  ...['10.0.0.0', '10.255.255.255', '127.0.0.1', '127.200.3.4', '169.254.1.1', '172.16.0.0', '172.31.255.255'],
  ...['192.168.0.1', '198.18.0.1', '198.19.255.255', '::1', 'fc00::1', 'fdff::1', 'fe80::1', 'febf::1'],
];
const publicIps = [
  ...['9.255.255.255', '11.0.0.0', '126.255.255.255', '128.0.0.1', '169.253.0.1', '172.15.255.255', '172.32.0.0'],
  ...['192.167.0.1', '192.169.0.1', '198.17.0.1', '198.20.0.1', '0.0.0.0', '::', '::2', '2001:db8::1', 'fbff::1'],
  ...['fe00::1', 'fe7f::1', 'fec0::1', '1::1'],
];

const bytesOf = (ip: string): Uint8Array => {
  const bytes = parseIp(ip);
  if (bytes === undefined) throw new TypeError(`${ip} is no address`);
  return bytes;
};

test.each(privateIps)('%s is private', (ip) => expect(isPrivateIp(bytesOf(ip))).toBe(true));

test.each(publicIps)('%s is not private', (ip) => expect(isPrivateIp(bytesOf(ip))).toBe(false));
