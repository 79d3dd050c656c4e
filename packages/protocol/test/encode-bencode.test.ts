import { encodeBencode, utf8 } from '@seedbed/protocol';
import { describe, expect, test } from 'vitest';
import { asLatin1, latin1 } from './support/bytes.ts';

describe('encodeBencode', () => {
  test.each([
    [0, 'i0e'],
    [-0, 'i0e'],
    [-42, 'i-42e'],
    [Number.MAX_SAFE_INTEGER, 'i9007199254740991e'],
    ['', '0:'],
    ['spam', '4:spam'],
    ['ü', '2:\xc3\xbc'],
    [latin1('\0\xff'), '2:\0\xff'],
    [[], 'le'],
    [['a', 1, []], 'l1:ai1elee'],
    [{}, 'de'],
    [{ b: 1, a: 'x' }, 'd1:a1:x1:bi1ee'],
    [{ a: undefined, b: 1 }, 'd1:bi1ee'],
  ])('%j', (value, bytes) => {
    expect(asLatin1(encodeBencode(value))).toBe(bytes);
  });

  test('keys come in the order of their bytes, not of UTF-16', () => {
    const keys = ['\u{1f600}', '\uff5e', 'z', 'aa', 'a', '', 'Z'];
    const text = new TextDecoder().decode(encodeBencode(Object.fromEntries(keys.map((key) => [key, 0]))));
    const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(text).toBe(`d${inOrder.map((key) => `${utf8(key).length}:${key}i0e`).join('')}e`);
    expect(inOrder.indexOf('\u{1f600}')).toBeGreaterThan(inOrder.indexOf('\uff5e'));
  });

  test('a map takes keys of raw bytes, in their order too', () => {
    const value = new Map<string | Uint8Array, number>([
      [latin1('\xff\x00'), 1],
      [latin1('\x80'), 2],
      ['b', 3],
    ]);
    expect(asLatin1(encodeBencode(value))).toBe('d1:bi3e1:\x80i2e2:\xff\x00i1ee');
  });

  test('what bencode can not say is an error of ours', () => {
    for (const value of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => encodeBencode([value])).toThrow(TypeError);
    }
    expect(() =>
      encodeBencode(
        new Map<string | Uint8Array, number>([
          ['a', 1],
          [latin1('a'), 2],
        ]),
      ),
    ).toThrow(/key 97 twice/);
  });
});
