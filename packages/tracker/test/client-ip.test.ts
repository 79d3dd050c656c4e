import { expect, test } from 'vitest';
import { clientIp } from '../src/http/client-ip.ts';
import { readNetworks } from '../src/http/read-networks.ts';

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
  ['a proxy that appends the port', '10.0.0.1', '1.2.3.4:5678', 1, '1.2.3.4'],
  ['one that puts brackets around IPv6', '10.0.0.1', '[2001:db8::1]', 1, '2001:db8::1'],
  ['and appends the port', '10.0.0.1', '[2001:db8::1]:443', 1, '2001:db8::1'],
  ['IPv6 whose last group looks like a port', '10.0.0.1', '2001:db8::1:443', 1, '2001:db8::1:443'],
  ['a port that is none', '10.0.0.1', '1.2.3.4:http', 1, undefined],
  ['the interface of a link-local address is dropped', 'fe80::1%eth0', undefined, 0, 'fe80::1'],
  ['a socket that is gone', '', undefined, 0, undefined],
])('%s', (_, socket, header, proxies, expected) => {
  expect(clientIp(socket, header, proxies)).toBe(expected);
});

const networks = readNetworks(['10.0.0.0/8', 'fd00::/8', '192.168.1.1']);
if (!networks.ok) throw new Error(networks.problem);
const trusted = networks.value;

test.each([
  ['a stranger may write what it likes', '1.2.3.4', '6.6.6.6', '1.2.3.4'],
  ['one proxy', '10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['a chain of any length', '10.0.0.1', '6.6.6.6, 1.2.3.4, 10.9.9.9, fd00::7, 192.168.1.1', '1.2.3.4'],
  ['everybody is trusted: the first', '10.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.2'],
  ['IPv6', 'fd00::1', '2001:db8::1', '2001:db8::1'],
  ['a mapped socket', '::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
  ['no header: the socket', '10.0.0.1', undefined, '10.0.0.1'],
  ['a chain of proxies that append ports', '10.0.0.1', '1.2.3.4:5678, [fd00::7]:80', '1.2.3.4'],
  ['a trusted proxy that tells no address', '10.0.0.1', '1.2.3.4, unknown', undefined],
])('trusted networks: %s', (_, socket, header, expected) => {
  expect(clientIp(socket, header, trusted)).toBe(expected);
});

test.each(['10.0.0.0/33', 'fd00::/129', '10.0.0', 'proxy.example', '10.0.0.0/x', '', '/8'])(
  '"%s" is no network, and that is said',
  (text) => {
    const read = readNetworks([text]);
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(`'${text}' is no network; write 10.`) });
  },
);
