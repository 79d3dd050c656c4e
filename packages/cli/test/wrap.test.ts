import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrap, wrapList, wrapQuery } from '../src/learning/wrap.ts';

describe('a text', () => {
  test('is broken between words, and words that are too long are cut', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('keeps the number of a BEP together', () => {
    expect(wrap('what it is (BEP 3)', 16)).toEqual(['what it is', '(BEP 3)']);
  });

  test('never gets wider than it may, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, width) => {
        for (const lines of [wrap(text, width), wrapList(text, width), wrapQuery(text, width)]) {
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        }
      }),
    );
  });
});

test('a list is broken behind its commas', () => {
  expect(wrapList('DHT, fast extension, more', 14)).toEqual(['DHT,', 'fast', 'extension,', 'more']);
  expect(wrapList('-SE0100-abc, Seedbed 0.1.0', 14)).toEqual(['-SE0100-abc,', 'Seedbed 0.1.0']);
});

test('a request line is broken before its parameters', () => {
  expect(wrapQuery('GET /announce?a=1&bb=22&ccc=333 HTTP/1.1', 16)).toEqual([
    'GET /announce',
    '?a=1&bb=22',
    '&ccc=333',
    'HTTP/1.1',
  ]);
});
