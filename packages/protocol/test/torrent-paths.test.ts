import { posix } from 'node:path';
import type { BencodeInput } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1 } from './support/bytes.ts';
import { folderInfo, info, parse } from './support/torrent.ts';

/** The paths that files of these paths get, below the torrent's folder. */
function placed(...paths: BencodeInput[][]): string[] {
  const files = paths.map((path) => ({ length: 1, path }));
  return parse({ info: folderInfo(files) }).files.map((file) => file.path.slice(1).join('/'));
}

describe('names that are not one level of a path', () => {
  test.each<[BencodeInput, string]>([
    ['', '_'],
    ['.', '_'],
    ['..', '__'],
    ['/etc/passwd', '_etc_passwd'],
    ['a/../b', 'a_.._b'],
    ['..\\..\\x', '.._.._x'],
    ['a\0b', 'a_b'],
    ['a\nb\x1b[2J', 'a_b_[2J'],
    ['gpj.\u202eexe', 'gpj._exe'],
    [latin1('caf\xe9'), 'caf_'],
  ])('%j becomes %j', (name, safe) => {
    expect(placed(['dir', name], ['other'])).toEqual([`dir/${safe}`, 'other']);
    expect(placed([name, 'file'])).toEqual([`${safe}/file`]);
    expect(parse({ info: info({ name }) }).name).toBe(safe);
  });

  test.each(['...', '.hidden', 'a b', 'ü\u{1f331}', 'C:', '-rf', 'con', ' ', 'x.', '~'])('%j stays', (name) => {
    expect(placed([name])).toEqual([name]);
  });

  test('a warning tells both names', () => {
    const { warnings } = parse({ info: folderInfo([{ length: 1, path: ['..', 'a\x1b'] }], { name: '../x' }) });
    expect(warnings).toEqual([
      'info.name: "../x" is taken as ".._x"',
      'info.files[0]: the path "../a\\u001b" is taken as "__/a_"',
    ]);
  });
});

test('a million odd names do not make a million warnings, nor does a long one make a long one', () => {
  const files = Array.from({ length: 50 }, () => ({ length: 1, path: ['..', 'x'.repeat(1000)] }));
  const { warnings } = parse({ info: folderInfo(files) });
  expect(warnings.length).toBe(21);
  expect(warnings.at(-1)).toBe('30 more of this kind');
  for (const warning of warnings) expect(warning.length).toBeLessThanOrEqual(301);
});

describe('names over 255 bytes', () => {
  test.each([
    ['x'.repeat(256), 'x'.repeat(255)],
    [`${'x'.repeat(300)}.tar`, `${'x'.repeat(251)}.tar`],
    [`${'ü'.repeat(200)}.txt`, `${'ü'.repeat(125)}.txt`],
    ['\u{1f331}'.repeat(64), '\u{1f331}'.repeat(63)],
    [`.${'x'.repeat(300)}`, `.${'x'.repeat(254)}`],
    [`a.${'x'.repeat(300)}`, `a.${'x'.repeat(253)}`],
  ])('case %#', (name, short) => {
    expect(placed([name])).toEqual([short]);
    expect(placed(['x'.repeat(255)])).toEqual(['x'.repeat(255)]);
  });

  test('two that are equal when shortened stay apart, within 255 bytes', () => {
    const [first, second] = placed([`${'x'.repeat(300)}a.txt`], [`${'x'.repeat(300)}b.txt`]);
    expect(first).toBe(`${'x'.repeat(251)}.txt`);
    expect(second).toBe(`${'x'.repeat(247)} (2).txt`);
  });
});

describe('names that clash', () => {
  test.each<[string, BencodeInput[][], string[]]>([
    ['the same file twice', [['a.txt'], ['a.txt'], ['a.txt']], ['a.txt', 'a (2).txt', 'a (3).txt']],
    ['only after they were made safe', [['a_b'], ['a/b']], ['a_b', 'a_b (2)']],
    ['a file where a folder is', [['a', 'b'], ['a']], ['a/b', 'a (2)']],
    ['a folder where a file is', [['a'], ['a', 'b'], ['a', 'c']], ['a', 'a (2)/b', 'a (2)/c']],
    ['with a name that was given', [['a'], ['a'], ['a (2)']], ['a', 'a (2)', 'a (2) (2)']],
    ['with a name that was given later', [['a (2)'], ['a'], ['a']], ['a (2)', 'a', 'a (3)']],
    [
      'folders that are equal when safe become one',
      [
        ['x\0', 'a'],
        ['x_', 'a'],
      ],
      ['x_/a', 'x_/a (2)'],
    ],
    [
      'names of objects',
      [['constructor'], ['__proto__'], ['__proto__', 'toString']],
      ['constructor', '__proto__', '__proto__ (2)/toString'],
    ],
    ['case makes a difference', [['a'], ['A']], ['a', 'A']],
  ])('%s', (_, paths, names) => {
    expect(placed(...paths)).toEqual(names);
  });

  test('many equal names are not slow', () => {
    const names = placed(...Array.from({ length: 20_000 }, () => ['a']));
    expect(new Set(names).size).toBe(20_000);
  });
});

describe('attributes (BEP 47)', () => {
  test('padding is kept for its bytes, without a claim on its name', () => {
    const files = [
      { length: 10, path: ['a'] },
      { attr: 'p', length: 54, path: ['.pad', '54'] },
      { length: 10, path: ['b'], attr: 'x' },
      { attr: 'p', length: 54, path: ['.pad', '54'] },
      { length: 1, path: ['.pad', '54'] },
    ];
    const metainfo = parse({ info: folderInfo(files) });
    expect(
      metainfo.files.map(({ path, offset, padding, executable }) => [path.join('/'), offset, padding, executable]),
    ).toEqual([
      ['folder/a', 0, false, false],
      ['folder/.pad/54', 10, true, false],
      ['folder/b', 64, false, true],
      ['folder/.pad/54', 74, true, false],
      ['folder/.pad/54', 128, false, false],
    ]);
    expect(metainfo.warnings).toEqual([]);
  });

  test('a symbolic link is left out with a warning', () => {
    const link = { attr: 'l', length: 0, path: ['link'], 'symlink path': ['..', '..', 'etc'] };
    const metainfo = parse({ info: folderInfo([link, { length: 1, path: ['a'] }]) });
    expect(metainfo.files.map((file) => file.path)).toEqual([['folder', 'a']]);
    expect(metainfo.warnings).toEqual(['info.files[0]: the symbolic link "link" is not created']);
  });

  test('a link that has bytes is a file: the pieces hold them', () => {
    const link = { attr: 'l', length: 70, path: ['link'] };
    expect(parse({ info: folderInfo([link]) }).files).toMatchObject([
      { path: ['folder', 'link'], length: 70, padding: false },
    ]);
  });
});

test('files of no length own no byte and are there', () => {
  const files = [0, 10, 0, 0, 5, 0].map((length, i) => ({ length, path: [`${i}`] }));
  expect(parse({ info: folderInfo(files) }).files.map(({ offset, length }) => [offset, length])).toEqual([
    [0, 0],
    [0, 10],
    [10, 0],
    [10, 0],
    [10, 5],
    [15, 0],
  ]);
});

test('whatever the names are, each file has a path of its own inside the folder', () => {
  const name = fc.oneof(
    fc.constantFrom('a', 'b', '..', '.', '', '/', 'a/b', 'a\0', 'a_', 'x'.repeat(260)),
    fc.string({ unit: 'binary' }),
    fc.uint8Array(),
  );
  const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(paths, (wanted) => {
      const given = placed(...wanted);
      const taken = new Set(given);
      expect(taken.size).toBe(wanted.length);
      for (const path of given) {
        expect(posix.normalize(path)).toBe(path);
        expect(posix.resolve('/target', path)).toBe(`/target/${path}`);
        const parts = path.split('/');
        for (const part of parts) {
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
          expect(Buffer.from(part).toString()).toBe(part);
        }
        for (let depth = 1; depth < parts.length; depth += 1) {
          expect(taken.has(parts.slice(0, depth).join('/'))).toBe(false);
        }
      }
    }),
    { numRuns: 500 },
  );
});
