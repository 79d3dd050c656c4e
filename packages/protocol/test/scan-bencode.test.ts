import { BencodeError, type BencodeErrorCode, decodeBencode, encodeBencode, scanBencode } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oracle } from './support/bencode-oracle.ts';
import { asLatin1, latin1 } from './support/bytes.ts';
import { thrown } from './support/thrown.ts';

function refusal(text: string): BencodeError {
  const error = thrown(() => decodeBencode(latin1(text)));
  if (!(error instanceof BencodeError)) throw error;
  return error;
}

describe('what the npm decoder takes or dies of is refused', () => {
  const cases: [bytes: string, code: BencodeErrorCode, offset: number][] = [
    ['l-3:e', 'unexpected-byte', 1],
    ['d-3:ei1ee', 'bad-key', 1],
    ['10:abc', 'truncated', 0],
    ['99999999999999999999:a', 'truncated', 0],
    ['i1eXX', 'trailing-bytes', 3],
    ['i03e', 'bad-integer', 0],
    ['i-03e', 'bad-integer', 0],
    ['i00e', 'bad-integer', 0],
    ['i-0e', 'bad-integer', 0],
    ['i+5e', 'bad-integer', 0],
    ['i1.5e', 'bad-integer', 0],
    ['i1.xyze', 'bad-integer', 0],
    ['i 1e', 'bad-integer', 0],
    ['ie', 'bad-integer', 0],
    ['i-e', 'bad-integer', 0],
    ['i--1e', 'bad-integer', 0],
    ['i1', 'truncated', 0],
    ['i', 'truncated', 0],
    ['03:abc', 'bad-length', 0],
    ['00:', 'bad-length', 0],
    ['1.5:ab', 'bad-length', 0],
    [':', 'unexpected-byte', 0],
    ['+1:a', 'unexpected-byte', 0],
    ['5', 'truncated', 0],
    ['5e', 'bad-length', 0],
    ['d1:ai1e1:ai2ee', 'duplicate-key', 7],
    ['d1:bi1e1:ai2e1:bi3ee', 'duplicate-key', 13],
    ['d9:__proto__d1:xi1eee', 'forbidden-key', 1],
    ['d7:\xef\xbb\xbfinfodee', 'forbidden-key', 1],
    ['i9007199254740992e', 'integer-range', 0],
    ['i-9007199254740992e', 'integer-range', 0],
    ['i9007199254740993e', 'integer-range', 0],
    [`i${'9'.repeat(400)}e`, 'integer-range', 0],
    ['', 'empty', 0],
    ['x', 'unexpected-byte', 0],
    ['e', 'unexpected-byte', 0],
    ['d1:a', 'truncated', 4],
    ['d1:ae', 'missing-value', 4],
    ['d1:ai1e1:be', 'missing-value', 10],
    ['l', 'truncated', 1],
    ['d', 'truncated', 1],
    ['di1e1:ae', 'bad-key', 1],
    ['dlei1ee', 'bad-key', 1],
  ];

  test.each(cases)('%j is %s at byte %i', (bytes, code, offset) => {
    expect(refusal(bytes)).toMatchObject({ code, offset, message: expect.stringContaining(`byte ${offset}: `) });
  });

  test('depth: 64 levels pass, one more does not, and 100,000 do not hurt', () => {
    expect(() => decodeBencode(latin1('l'.repeat(64) + 'e'.repeat(64)))).not.toThrow();
    expect(refusal('l'.repeat(65) + 'e'.repeat(65))).toMatchObject({ code: 'too-deep', offset: 64 });
    expect(refusal('l'.repeat(100_000))).toMatchObject({ code: 'too-deep' });
    expect(refusal('d1:a'.repeat(100_000))).toMatchObject({ code: 'too-deep' });
  });

  test('limits of bytes and of values', () => {
    expect(thrown(() => scanBencode(latin1('3:abc'), { maxLength: 4 }))).toMatchObject({ code: 'too-large' });
    expect(() => scanBencode(latin1('ld1:ai1eei2ee'), { maxValues: 5 })).not.toThrow();
    expect(thrown(() => scanBencode(latin1('ld1:ai1eei2ee'), { maxValues: 4 }))).toMatchObject({
      code: 'too-many-values',
    });
  });

  test('errors say what was found, for people', () => {
    expect(refusal('d1:ai1e1:ai2ee').message).toBe('byte 7: the key "a" is there twice');
    expect(refusal('<html>').message).toBe('byte 0: found "<", expected a digit, "i", "l" or "d"');
    expect(refusal('d1:\x1bi1e1:\x1bi1ee').message).not.toContain('\x1b');
  });
});

describe('what is right is read', () => {
  test.each([
    ['0:', new Uint8Array()],
    ['i0e', 0],
    ['i-1e', -1],
    ['i9007199254740991e', Number.MAX_SAFE_INTEGER],
    ['i-9007199254740991e', Number.MIN_SAFE_INTEGER],
    ['le', []],
    ['de', {}],
    ['d0:i1ee', { '': 1 }],
    ['d1:ad1:bl1:ceee', { a: { b: [latin1('c')] } }],
    ['d11:constructori1e8:toStringi2ee', { constructor: 1, toString: 2 }],
  ])('%j', (bytes, value) => {
    expect(decodeBencode(latin1(bytes))).toEqual(value);
  });

  test('keys out of order are read, and told', () => {
    expect(scanBencode(latin1('d1:bi1e1:ai2ee')).unsorted).toBe(true);
    expect(scanBencode(latin1('d1:ai1e2:aai2e1:bi3ee')).unsorted).toBe(false);
    expect(scanBencode(latin1('ld1:bi1e1:ai2eee')).unsorted).toBe(true);
    expect(decodeBencode(latin1('d1:bi1e1:ai2ee'))).toEqual({ a: 2, b: 1 });
  });

  test('the span of info is that of the top dictionary', () => {
    const bytes = latin1('d1:ad4:infoi1ee4:infod1:xi1ee1:zlee');
    const { info } = scanBencode(bytes);
    expect(info && asLatin1(bytes.subarray(info.start, info.end))).toBe('d1:xi1ee');
    expect(scanBencode(latin1('d1:ad4:infoi1eee')).info).toBeUndefined();
    expect(scanBencode(latin1('ld4:infoi1eee')).info).toBeUndefined();
    expect(scanBencode(latin1('l4:infoi1ee')).info).toBeUndefined();
  });

  test('white space after the value only where it is allowed', () => {
    expect(scanBencode(latin1('i1e \r\n\t'), { trailingWhiteSpace: true }).end).toBe(3);
    expect(thrown(() => scanBencode(latin1('i1e\n')))).toMatchObject({ code: 'trailing-bytes', offset: 3 });
    expect(thrown(() => scanBencode(latin1('i1e\n\0'), { trailingWhiteSpace: true }))).toMatchObject({ offset: 4 });
  });
});

describe('properties', () => {
  test('any bytes give a value or a BencodeError', () => {
    // Letters of the grammar, so that many of the inputs come far.
    const bytes = fc
      .array(fc.constantFrom(...latin1('idle0123456789:-x')), { maxLength: 60 })
      .map((a) => Uint8Array.from(a));
    fc.assert(fc.property(fc.oneof(bytes, fc.uint8Array({ maxLength: 60 })), checkAgainstOracle), { numRuns: 5000 });
  });

  test('good bencode with one byte changed is judged as the grammar says', () => {
    const mutated = fc
      .tuple(fc.letrec(bencodeInput).value, fc.nat(), fc.constantFrom(...latin1('idle019:-\0\xff')))
      .map(([value, at, byte]) => {
        const bytes = encodeBencode(value);
        bytes[at % bytes.length] = byte;
        return bytes;
      });
    fc.assert(fc.property(mutated, checkAgainstOracle), { numRuns: 3000 });
  });

  test('every beginning of good bencode is refused', () => {
    fc.assert(
      fc.property(fc.letrec(bencodeInput).value, (value) => {
        const bytes = encodeBencode(value);
        for (let end = 0; end < bytes.length; end += 1) {
          expect(thrown(() => scanBencode(bytes.subarray(0, end)))).toBeInstanceOf(BencodeError);
        }
      }),
    );
  });

  test('what is decoded and encoded again is the same bytes', () => {
    fc.assert(
      fc.property(fc.letrec(bencodeInput).value, (value) => {
        const bytes = encodeBencode(value);
        expect(encodeBencode(decodeBencode(bytes))).toEqual(bytes);
        expect(scanBencode(bytes)).toMatchObject({ end: bytes.length, unsorted: false });
      }),
    );
  });
});

function checkAgainstOracle(bytes: Uint8Array): void {
  const expected = oracle(bytes);
  if (expected === undefined) {
    expect(thrown(() => decodeBencode(bytes))).toBeInstanceOf(BencodeError);
  } else if (isAscii(bytes)) {
    expect(decodeBencode(bytes)).toEqual(expected);
  } else {
    expect(scanBencode(bytes).end).toBe(bytes.length);
  }
}

/** The package turns keys that are no UTF-8 into hexadecimal; the oracle does not. */
function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

type Input = { value: Parameters<typeof encodeBencode>[0] };

function bencodeInput(tie: fc.LetrecTypedTie<Input>): { value: fc.Arbitrary<Input['value']> } {
  const key = fc.string({ maxLength: 6, unit: 'grapheme' }).filter((k) => !/^(__proto__|\ufeff)|\ufffd/.test(k));
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.maxSafeInteger(),
      fc.uint8Array({ maxLength: 12 }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  };
}
