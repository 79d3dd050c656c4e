import { readFileSync } from 'node:fs';
import { clientName, createPeerId, PEER_ID_PREFIX } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, latin1 } from './support/bytes.ts';

describe('our peer id', () => {
  test('is 20 visible bytes with 12 random ones', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (random) => {
        expect(asLatin1(createPeerId(random))).toMatch(/^-SE\d{4}-[0-9A-Za-z]{12}$/);
      }),
    );
    expect(createPeerId(counting(12))).not.toEqual(createPeerId(counting(12, 1)));
    expect(() => createPeerId(counting(11))).toThrow(RangeError);
  });

  test('names the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(PEER_ID_PREFIX).toBe(`-SE${version.replaceAll('.', '')}0-`);
    expect(clientName(createPeerId(counting(12)))).toBe(`Seedbed ${version}`);
  });
});

test.each([
  ['-TR3000-abcdefghijkl', 'Transmission 3.00'],
  ['-TR2940-abcdefghijkl', 'Transmission 2.94'],
  ['-TR4050-abcdefghijkl', 'Transmission 4.0.5'],
  ['-TR410B-abcdefghijkl', 'Transmission 4.1.0'],
  ['-LT20B0-abcdefghijkl', 'libtorrent 2.0.11'],
  ['-qB4250-abcdefghijkl', 'qBittorrent 4.2.5'],
  ['-lt0D80-abcdefghijkl', 'rTorrent 0.13.8'],
  ['-DE211s-abcdefghijkl', 'Deluge 2.1.1'],
  ['-AZ5764-abcdefghijkl', 'Vuze 5.7.6.4'],
  ['A2-1-36-0-abcdefghij', 'aria2 1.36.0'],
  ['M7-10-5--abcdefghijk', 'BitTorrent 7.10.5'],
  ['-XX1234-abcdefghijkl', 'unknown (-XX1234-)'],
  ['-__proto__abcdefghij', 'unknown (-__proto)'],
  ['\x1b[2J\xff\x00 %abcdefghijkl', 'unknown (%1b[2J%ff%00%20%25)'],
  ['', 'unknown ()'],
])('%j is %s', (peerId, name) => {
  expect(clientName(latin1(peerId))).toBe(name);
});
