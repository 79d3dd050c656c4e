import { expect, test } from 'vitest';
import { clientIp } from '../src/http/client-ip.ts';

test.each([
  ['no proxy is trusted: the socket', '1.2.3.4', '6.6.6.6', 0, '1.2.3.4'],
  ['one proxy: what it appended, not what the client wrote', '10.0.0.1', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
  ['two proxies: what the first appended', '10.0.0.1', '6.6.6.6,1.2.3.4 , 10.0.0.2', 2, '1.2.3.4'],
  ['fewer entries than proxies: as far as is known', '10.0.0.1', '1.2.3.4', 3, '1.2.3.4'],
  ['no header: the socket', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['a trusted entry that is no address', '10.0.0.1', 'unknown', 1, undefined],
  ['an empty header', '10.0.0.1', '', 1, undefined],
  ['mapped addresses become IPv4', '::ffff:1.2.3.4', undefined, 0, '1.2.3.4'],
  ['in the header too', '10.0.0.1', '::ffff:1.2.3.4', 1, '1.2.3.4'],
  ['the interface of a link-local address is dropped', 'fe80::1%eth0', undefined, 0, 'fe80::1'],
  ['a socket that is gone', '', undefined, 0, undefined],
])('%s', (_, socket, header, proxies, expected) => {
  expect(clientIp(socket, header, proxies)).toBe(expected);
});
