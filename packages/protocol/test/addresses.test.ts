import { isIP, SocketAddress } from 'node:net';
import {
  decodeCompactPeers,
  encodeCompactPeers,
  formatAddress,
  formatIp,
  normalizeIp,
  type PeerAddress,
  parseAddress,
  parseIp,
  WireError,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrown } from './support/thrown.ts';

describe('IP addresses', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['2001:DB8::0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (text, normal) => {
    expect(normalizeIp(text)).toBe(normal);
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..2.3',
    '0x7f.0.0.1',
    'localhost',
    '1.2.3.-4',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '::1:2:3:4:5:6:7:8',
    '12345::',
    'g::',
    '1:2:3:4:5:6:7:',
    'fe80::1%eth0',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '[::1]',
    `${':0'.repeat(40)}`,
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test('reads what Node takes for an address, and nothing else', () => {
    const parts = fc.array(fc.constantFrom('0', '1', 'ff', '255', '256', 'ffff', ':', '::', '.', '1.2.3.4'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6(),
          parts.map((p) => p.join('')),
        ),
        (text) => {
          expect(parseIp(text) !== undefined).toBe(isIP(text) !== 0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('any bytes become a text that is read back, and that Node writes the same way', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.array(fc.constantFrom(0, 0, 1, 0xff), { minLength: 16, maxLength: 16 }).map((a) => Uint8Array.from(a)),
    );
    fc.assert(
      fc.property(bytes, (address) => {
        const text = formatIp(address);
        expect(parseIp(text)).toEqual(address);
        expect(normalizeIp(text)).toBe(text);
        // Node writes addresses that begin with 96 zero bits with an IPv4 tail, which RFC 5952 leaves open.
        if (address.subarray(0, 12).some((byte) => byte !== 0)) {
          expect(new SocketAddress({ address: text, family: address.length === 4 ? 'ipv4' : 'ipv6' }).address).toBe(
            text,
          );
        }
      }),
    );
  });
});

describe('addresses with a port', () => {
  test.each<[string, PeerAddress]>([
    ['1.2.3.4:5', { ip: '1.2.3.4', port: 5 }],
    ['127.0.0.1:0', { ip: '127.0.0.1', port: 0 }],
    ['[::1]:65535', { ip: '::1', port: 65535 }],
  ])('%s', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
    expect(formatAddress(address)).toBe(text);
  });

  test.each([
    '1.2.3.4',
    '1.2.3.4:',
    ':5',
    '1.2.3.4:65536',
    '1.2.3.4:-1',
    '1.2.3.4:05',
    '::1:5',
    '[1.2.3.4]:5',
    '[::1]',
    '[]:5',
    'host:80',
    '1.2.3.4:5 ',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('compact peers (BEP 23, BEP 7)', () => {
  test('IPv4 in 6 bytes, IPv6 in 18', () => {
    expect([
      ...encodeCompactPeers([
        { ip: '1.2.3.4', port: 0x1ae1 },
        { ip: '127.0.0.1', port: 80 },
      ]),
    ]).toEqual([1, 2, 3, 4, 0x1a, 0xe1, 127, 0, 0, 1, 0, 80]);
    expect([...encodeCompactPeers([{ ip: '2001:db8::1', port: 6881 }])]).toEqual([
      0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x1a, 0xe1,
    ]);
    expect(encodeCompactPeers([]).length).toBe(0);
  });

  test('port 0 is dropped, a mapped address becomes IPv4', () => {
    expect(decodeCompactPeers(Uint8Array.of(1, 2, 3, 4, 0, 0, 1, 2, 3, 5, 0, 1), 4)).toEqual([
      { ip: '1.2.3.5', port: 1 },
    ]);
    const mapped = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4, 0, 9);
    expect(decodeCompactPeers(mapped, 6)).toEqual([{ ip: '1.2.3.4', port: 9 }]);
  });

  test('a ragged list is refused', () => {
    for (const [length, family] of [
      [5, 4],
      [7, 4],
      [17, 6],
      [6, 6],
    ] as const) {
      expect(thrown(() => decodeCompactPeers(new Uint8Array(length), family))).toMatchObject({ code: 'wrong-length' });
    }
    expect(thrown(() => decodeCompactPeers(new Uint8Array(1), 4))).toBeInstanceOf(WireError);
  });

  test('mixed families and no addresses are errors of ours', () => {
    expect(() =>
      encodeCompactPeers([
        { ip: '1.2.3.4', port: 1 },
        { ip: '::1', port: 1 },
      ]),
    ).toThrow(RangeError);
    expect(() => encodeCompactPeers([{ ip: 'host', port: 1 }])).toThrow(/"host" is no IP address/);
  });

  test('what is encoded is decoded', () => {
    const port = fc.integer({ min: 1, max: 65535 });
    const ipv4 = fc.array(fc.record({ ip: fc.ipV4(), port }));
    fc.assert(
      fc.property(ipv4, (peers) => {
        expect(decodeCompactPeers(encodeCompactPeers(peers), 4)).toEqual(peers);
      }),
    );
  });
});
