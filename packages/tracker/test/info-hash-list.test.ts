import { fromHex, toHex } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInfoHashList } from '../src/policy/info-hash-list.ts';
import { readInfoHash } from '../src/policy/read-info-hash.ts';
import { torrentRefusal } from '../src/policy/torrent-policy.ts';
import { infoHashKey } from '../src/store/info-hash-key.ts';
import { infoHash } from './swarm-fixtures.ts';

const hex = 'c12fe1c06bba254a9dc9f519b335aa7c1367a88a';
/** The same, as `base32` of coreutils writes it. */
const base32 = 'YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const toBase32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replace(/.{5}/g, (five) => BASE32[Number.parseInt(five, 2)] ?? '');
};

describe('an info hash', () => {
  test.each([hex, hex.toUpperCase(), base32, base32.toLowerCase()])('is read as %s', (text) => {
    expect(toHex(readInfoHash(text) ?? new Uint8Array())).toBe(hex);
  });

  test('every one is read from both forms', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        expect(readInfoHash(toHex(bytes))).toEqual(bytes);
        expect(readInfoHash(toBase32(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each([
    '',
    hex.slice(1),
    `${hex}0`,
    `g${hex.slice(1)}`,
    base32.replace('Y', '1'),
    base32.slice(1),
    `${base32.slice(2)}ß`,
    `ß${base32.slice(1)}`,
  ])('is not "%s"', (text) => {
    expect(readInfoHash(text)).toBeUndefined();
  });
});

describe('a list', () => {
  test('has one a line, comments and empty lines', () => {
    const read = readInfoHashList(`# ours\r\n\r\n  ${hex}  # a film\r\n${toHex(infoHash(2))}\n\n`);
    expect(read).toEqual({
      ok: true,
      list: new Set([fromHex(hex) ?? new Uint8Array(), infoHash(2)].map(infoHashKey)),
    });
  });

  test.each([
    [`${hex}\n# fine\nnonsense\n`, 3, '"nonsense" is no info hash'],
    [`${hex} ${hex}`, 1, 'is no info hash'],
    ['\u001b[2J', 1, '"\\u001b[2J" is no info hash'],
    ['x'.repeat(10_000), 1, 'x…" is no info hash'],
  ])('%j: line %i', (text, line, problem) => {
    const read = readInfoHashList(text);
    expect(read).toMatchObject({ ok: false, line, problem: expect.stringContaining(problem) });
    expect(JSON.stringify(read).length).toBeLessThan(300);
  });
});

describe('the two lists together', () => {
  const one = new Set([infoHashKey(infoHash(1))]);
  const none = new Set<string>();

  test.each([
    ['no lists: everything is served', undefined, undefined, undefined],
    ['allowed', one, undefined, undefined],
    ['not allowed', none, undefined, {}],
    ['denied', undefined, one, { retryIn: Number.POSITIVE_INFINITY }],
    ['denied and allowed: denied', one, one, { retryIn: Number.POSITIVE_INFINITY }],
    ['not denied', undefined, none, undefined],
    ['allowed, not denied', one, none, undefined],
  ])('%s', (_, allowed, denied, expected) => {
    const refusal = torrentRefusal({ allowed, denied }, infoHash(1));
    const failure = { kind: 'torrent-denied', failure: 'this tracker does not serve this torrent' };
    expect(refusal).toEqual(expected && { ...failure, ...expected });
  });
});
