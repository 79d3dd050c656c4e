import { outlineBencode } from '@seedbed/protocol/describe';
import { describe, expect, test } from 'vitest';
import { bencodeDocument } from '../src/learning/bencode-document.ts';
import { bencodeLines } from '../src/learning/bencode-lines.ts';
import { plainPage } from './support/page.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const lines = (text: string, all = false, columns = 80): string[] => [
  ...bencodeLines(outlineBencode(latin1(text)), plainPage(columns), { all }),
];

test('a torrent as a tree, with offsets, with what bytes begin with, and with what they are for', () => {
  const hashes = 'x'.repeat(120);
  const text = `d8:announce11:http://a/an7:comment0:4:infod6:lengthi5e4:name1:a12:piece lengthi1e6:pieces120:${hashes}ee`;
  expect(lines(text).join('\n')).toBe(
    `
     0  d        dictionary of 3 keys, 215 bytes
    11  11:      ├─ announce = "http://a/an"  URL of the tracker (BEP 3)
    34  0:       ├─ comment = ""  for people
    42  d        └─ info: dictionary of 4 keys, 172 bytes
                    │ its SHA-1 is the info hash (BEP 3)
    51  i           ├─ length = 5  bytes of the one file (BEP 3)
    60  1:          ├─ name = "a"  what the file or folder is called (BEP 3)
    78  i           ├─ piece length = 1
                    │    bytes of a piece, the last one apart (BEP 3)
    89  120:        └─ pieces = 120 bytes, 6 hashes
                         a SHA-1 of 20 bytes for each piece (BEP 3)
    93                   piece 0    ${'78'.repeat(20)}
   113                   piece 1    ${'78'.repeat(20)}
   133                   piece 2    ${'78'.repeat(20)}
   153                   piece 3    ${'78'.repeat(20)}
                         … 2 more of 6 hashes; --all shows them`.slice(1),
  );
});

test('peers as addresses, other bytes in hexadecimal and as text', () => {
  expect(lines('d8:intervali60e5:peers12:\x7f\0\0\x02\x1a\xe1\x7f\0\0\x03\0\x004:what9:\xffabcdefghe').join('\n')).toBe(
    `
     0  d        dictionary of 3 keys, 55 bytes
    11  i        ├─ interval = 60  seconds until the next announce (BEP 3)
    22  12:      ├─ peers = 12 bytes, 2 peers
                 │    the peers; in the short form 6 bytes each (BEP 23)
    25           │    7f 00 00 02 1a e1  127.0.0.2:6881
    31           │    7f 00 00 03 00 00  port 0: nobody listens
    43  9:       └─ what = 9 bytes
    45                ff 61 62 63 64 65 66 67  .abcdefg
    53                68                       h`.slice(1),
  );
});

test('what is not canonical is marked below its line', () => {
  expect(lines('d1:bi01e1:al1:xee').join('\n')).toBe(
    `
     0  d        dictionary of 2 keys, 17 bytes
     4  i        ├─ b = 01
     4           ✗ an integer is written without a superfluous 0 and without -0
    11  l        └─ a: list of 1 item, 5 bytes
     8           ✗ the key "a" comes after "b": not in byte order
    12  1:          └─ [0] "x"`.slice(1),
  );
});

test('what is cut off is shown as far as it is there', () => {
  expect(lines('d1:ai5e1:b4:xy').join('\n')).toBe(
    `
     0  d        dictionary of 2 keys, 14 bytes, cut off
     4  i        ├─ a = 5
    10  4:       └─ b = only 2 of 4 bytes are there
    12                78 79                    xy
    10           ✗ a string of 4 bytes, but only 2 are left`.slice(1),
  );
  expect(lines('d1:ae')).toEqual([
    '     0  d        dictionary of 1 key, 5 bytes',
    '     1  1:       └─ a: a key without a value',
    '     4           ✗ the dictionary ends after a key, its value is missing',
  ]);
  expect(lines('<html>')).toEqual(['     0           ✗ found "<", expected a digit, "i", "l" or "d"']);
});

describe('what is long', () => {
  const long = `l${'1:x'.repeat(50)}500:${'z'.repeat(500)}200:${'\0'.repeat(200)}e`;

  test('is cut, and says so', () => {
    const shown = lines(long);
    expect(shown).toHaveLength(42);
    expect(shown.at(-1)).toContain('└─ … 12 more of 52; --all shows them');
    const text = lines(`500:${'y'.repeat(500)}`).join('\n');
    expect(text).toContain('… 260 bytes more; --all shows them');
    expect(lines(`200:${'\0'.repeat(200)}`)).toHaveLength(6);
  });

  test('is shown when all is asked for', () => {
    const shown = lines(long, true).join('\n');
    expect(shown).not.toContain('--all');
    expect(shown.match(/z/g)).toHaveLength(500);
    expect(shown.match(/ 00/g)).toHaveLength(200);
  });
});

test.each([60, 80, 140])('no line is wider than %d columns, however deep and long it gets', (columns) => {
  const deep = `${'d3:key'.repeat(15)}300:${'word '.repeat(60)}${'e'.repeat(15)}`;
  const torrent = `d13:announce-listll90:${'u'.repeat(90)}ee4:infod5:filesld6:lengthi1e4:pathl200:${'z'.repeat(200)}eeeee`;
  for (const line of [...lines(torrent, true, columns), ...lines(deep, true, columns).slice(0, 8)]) {
    expect(line.length).toBeLessThanOrEqual(columns);
  }
});

test('no byte steers the terminal', () => {
  const text = lines('d5:a\u001b[1m9:\u001b[31m\u009b\u0007xye', true).join('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

describe('for other programs', () => {
  test('the whole tree with its places', () => {
    expect(bencodeDocument(outlineBencode(latin1('d1:ai5e1:bl2:\xff\x003:abcee')), false)).toEqual({
      canonical: true,
      end: 22,
      remarks: [],
      value: {
        type: 'dictionary',
        offset: 0,
        length: 22,
        entries: [
          { key: 'a', keyHex: '61', keyOffset: 1, value: { type: 'integer', offset: 4, length: 3, value: 5 } },
          {
            key: 'b',
            keyHex: '62',
            keyOffset: 7,
            value: {
              type: 'list',
              offset: 10,
              length: 11,
              items: [
                { type: 'string', offset: 11, length: 4, bytes: 2, hex: 'ff00' },
                { type: 'string', offset: 15, length: 5, bytes: 3, text: 'abc', hex: '616263' },
              ],
            },
          },
        ],
      },
    });
  });

  test('numbers that JSON would round stay text, and long strings are cut unless all is asked for', () => {
    expect(bencodeDocument(outlineBencode(latin1('i18446744073709551615e')), false)).toMatchObject({
      value: { value: '18446744073709551615' },
    });
    const long = outlineBencode(latin1(`2000:${'a'.repeat(2_000)}`));
    expect(bencodeDocument(long, false)).toMatchObject({ value: { bytes: 2_000, shown: 1_024 } });
    expect(bencodeDocument(long, true)).toMatchObject({ value: { text: 'a'.repeat(2_000) } });
    expect(bencodeDocument(outlineBencode(latin1('d1:ae')), false)).toMatchObject({
      canonical: false,
      remarks: [{ offset: 4, code: 'missing-value' }],
      value: { entries: [{ key: 'a', value: null }] },
    });
  });
});
