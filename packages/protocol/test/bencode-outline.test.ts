import { BencodeError, encodeBencode, scanBencode } from '@seedbed/protocol';
import { type BencodeNode, type BencodeOutline, outlineBencode } from '@seedbed/protocol/describe';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, latin1 } from './support/bytes.ts';

/** A tree in one line: type, span, and what is inside. */
const brief = (node: BencodeNode | undefined): string => {
  if (node === undefined) return 'nothing';
  const span = `${node.start}-${node.end}${node.isWhole ? '' : '!'}`;
  switch (node.type) {
    case 'integer':
      return `i${span}(${node.digits})`;
    case 'string':
      return `s${span}(${asLatin1(node.content)})`;
    case 'list':
      return `l${span}(${node.items.map(brief).join(' ')})`;
    case 'dictionary':
      return `d${span}(${node.entries.map(({ key, value }) => `${asLatin1(key.content)}@${key.start}=${brief(value)}`).join(' ')})`;
  }
};

const remarks = ({ remarks: found }: BencodeOutline): string[] =>
  found.map(({ offset, code, text }) => `${offset} ${code}: ${text}`);

test('every value has its place', () => {
  const outline = outlineBencode(latin1('d3:agei-7e4:listl2:ab0:lee4:name3:\xff\0xe'));
  expect(brief(outline.root)).toBe(
    'd0-38(age@1=i6-10(-7) list@10=l16-26(s17-21(ab) s21-23() l23-25()) name@26=s32-37(\xff\0x))',
  );
  expect([outline.remarks, outline.end]).toEqual([[], 38]);
});

describe('what is not canonical is remarked, and reading goes on', () => {
  test.each<[string, string, string[]]>([
    ['i03e', 'i0-4(03)', ['0 bad-integer: an integer is written without a superfluous 0 and without -0']],
    ['i-0e', 'i0-4(-0)', ['0 bad-integer: an integer is written without a superfluous 0 and without -0']],
    ['ie', 'i0-2()', ['0 bad-integer: found "e" in an integer, expected digits and "e"']],
    ['i1.5e', 'i0-5(1.5)', ['0 bad-integer: found "." in an integer, expected digits and "e"']],
    ['02:ab', 's0-5(ab)', ['0 bad-length: the length of a string begins with a superfluous 0']],
    [
      'd1:bi1e1:ai2ee',
      'd0-14(b@1=i4-7(1) a@7=i10-13(2))',
      ['7 unsorted-key: the key "a" comes after "b": not in byte order'],
    ],
    ['d1:ai1e1:ai2ee', 'd0-14(a@1=i4-7(1) a@7=i10-13(2))', ['7 duplicate-key: the key "a" is there twice']],
    ['d1:ae', 'd0-5(a@1=nothing)', ['4 missing-value: the dictionary ends after a key, its value is missing']],
    ['i1e\n', 'i0-3(1)', ['3 trailing-bytes: 1 byte follows the value: white space']],
    ['i1ei2e', 'i0-3(1)', ['3 trailing-bytes: 3 bytes follow the value: what is no part of it']],
  ])('%s', (text, tree, expected) => {
    const outline = outlineBencode(latin1(text));
    expect([brief(outline.root), remarks(outline)]).toEqual([tree, expected]);
  });
});

describe('where nobody can go on, what came before is there', () => {
  test.each<[string, string, string]>([
    ['', 'nothing', '0 empty: nothing is there, a bencoded value is expected'],
    ['<html>', 'nothing', '0 unexpected-byte: found "<", expected a digit, "i", "l" or "d"'],
    ['l1:a', 'l0-4!(s1-4(a))', '4 truncated: the bytes end inside a list or dictionary'],
    ['d1:a5:xy', 'd0-8!(a@1=s4-8!(xy))', '4 truncated: a string of 5 bytes, but only 2 are left'],
    ['li12', 'l0-4!(i1-4!(12))', '1 truncated: the bytes end inside an integer'],
    ['li1xe', 'l0-3!(i1-3!(1))', '1 bad-integer: found "x" in an integer, expected digits and "e"'],
    ['l3;abce', 'l0-1!()', '1 bad-length: found ";" in the length of a string, expected digits and ":"'],
    ['di1ei2ee', 'd0-1!()', '1 bad-key: found "i", expected a key (a string) or "e"'],
    ['d9:ab', 'd0-5!(ab@1=nothing)', '1 truncated: a string of 9 bytes, but only 2 are left'],
    ['l'.repeat(65), 'l', '64 too-deep: lists and dictionaries are nested deeper than 64 levels'],
  ])('%s', (text, tree, remark) => {
    const outline = outlineBencode(latin1(text));
    expect([brief(outline.root).slice(0, tree.length), remarks(outline)]).toEqual([tree, [remark]]);
  });

  test('also when there is too much of it', () => {
    const outline = outlineBencode(latin1('llelelee'), 2);
    expect([brief(outline.root), remarks(outline)]).toEqual([
      'l0-5!(l1-3() l3-5())',
      ['5 too-many-values: more than 2 values and keys'],
    ]);
  });
});

test('a number of any length is canonical, and one without an end is not read to it', () => {
  expect(outlineBencode(latin1('i18446744073709551615e')).remarks).toEqual([]);
  const endless = outlineBencode(latin1(`i${'1'.repeat(5_000)}e`));
  expect(endless.remarks).toHaveLength(1);
  expect(endless.end).toBeLessThan(5_000);
});

/** What the strict scan says: nothing, or its code and offset. */
const strictly = (bytes: Uint8Array): string | undefined => {
  try {
    scanBencode(bytes, { rawKeys: true });
    return undefined;
  } catch (error) {
    if (error instanceof BencodeError) return `${error.offset} ${error.code}`;
    throw error;
  }
};

const nearlyBencode: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        'i1e',
        'i0e',
        'i-3e',
        '1:a',
        '2:bc',
        '0:',
        '02:xy',
        'd',
        'l',
        'e',
        '1:b',
        'i03e',
        'd1:a',
        ' ',
        'i',
      ),
      { maxLength: 30 },
    ),
  )
  .map(([parts]) => latin1(parts.join('')));

describe('agrees with the strict scan', () => {
  test.each<[string, fc.Arbitrary<Uint8Array>]>([
    ['pieces of bencode in any order', nearlyBencode],
    ['random bytes', fc.uint8Array({ maxLength: 60 })],
    [
      'bencode with one byte changed',
      fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => {
        const bytes = encodeBencode({ a: [1, 'two', { b: 3 }], pieces: 'x'.repeat(12), z: -5 });
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
    ],
  ])('on %s: the first remark is what the scan refuses', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (bytes) => {
        const [first] = outlineBencode(bytes).remarks.filter(({ code }) => code !== 'unsorted-key');
        expect(first && `${first.offset} ${first.code}`).toBe(strictly(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('the spans of the leaves are what was encoded', () => {
    const bytes = encodeBencode({ a: 'text', b: [42] });
    const { root } = outlineBencode(bytes);
    if (root?.type !== 'dictionary') throw new Error('no dictionary');
    const [a, b] = root.entries;
    expect(asLatin1(bytes.subarray(a?.value?.start, a?.value?.end))).toBe('4:text');
    expect(asLatin1(bytes.subarray(b?.value?.start, b?.value?.end))).toBe('li42ee');
  });
});
