import {
  compareBytes,
  concatBytes,
  decodeUtf8,
  equalBytes,
  fromHex,
  printableId,
  toHex,
  utf8,
  withoutControls,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1 } from './support/bytes.ts';

describe('bytes', () => {
  test('hexadecimal there and back, of either case', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      }),
    );
    for (const text of ['0', 'xy', '0x', '1 ', '-1', 'é1']) expect(fromHex(text)).toBeUndefined();
  });

  test('order and equality are those of raw bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  test('concatBytes joins in order', () => {
    expect([...concatBytes([latin1('ab'), latin1(''), latin1('c')])]).toEqual([97, 98, 99]);
  });

  test('text is UTF-8, and a byte order mark stays', () => {
    expect([...utf8('ü\u{1f331}')]).toEqual([0xc3, 0xbc, 0xf0, 0x9f, 0x8c, 0xb1]);
    expect(decodeUtf8(utf8('\ufeffü'))).toBe('\ufeffü');
    expect(decodeUtf8(latin1('a\xff'))).toBe('a\ufffd');
  });
});

describe('texts for people', () => {
  test('a peer id becomes one visible word, different for different ids', () => {
    expect(printableId(latin1('-SE0100-a b%\xff\x00~'))).toBe('-SE0100-a%20b%25%ff%00~');
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(printableId(bytes)).toMatch(/^[!-~]*$/);
        const undone = printableId(bytes).replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
        expect(latin1(undone)).toEqual(bytes);
      }),
    );
  });

  test('what steers a terminal is taken out', () => {
    expect(withoutControls('a\x1b[31mb\nc\x7f\x9b\u202ed', '?')).toBe('a?[31mb?c???d');
  });
});
