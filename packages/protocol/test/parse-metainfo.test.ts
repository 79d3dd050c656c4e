import {
  type BencodeInput,
  concatBytes,
  encodeBencode,
  MetainfoError,
  type MetainfoErrorCode,
  parseMetainfo,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counting, latin1, sha1 } from './support/bytes.ts';
import { thrown } from './support/thrown.ts';
import { folderInfo, info, parse } from './support/torrent.ts';

function refusal(top: BencodeInput): MetainfoError {
  const error = thrown(() => parse(top));
  if (!(error instanceof MetainfoError)) throw error;
  return error;
}

describe('a torrent of one file', () => {
  test('is read with all it tells', () => {
    const top = {
      announce: 'http://127.0.0.1:8000/announce',
      comment: 'for a test',
      'created by': 'a test',
      'creation date': 1_700_000_000,
    };
    const metainfo = parse({ ...top, info: info({ private: 1 }), unknown: ['kept'] });
    expect(metainfo).toMatchObject({
      name: 'a.txt',
      multiFile: false,
      files: [{ path: ['a.txt'], length: 100, offset: 0, padding: false, executable: false }],
      geometry: { totalLength: 100, pieceLength: 64, pieceCount: 2 },
      pieceHashes: counting(40),
      announceTiers: [['http://127.0.0.1:8000/announce']],
      private: true,
      comment: 'for a test',
      createdBy: 'a test',
      creationDate: 1_700_000_000,
      warnings: [],
    });
    expect(metainfo.infoHash).toEqual(sha1(encodeBencode(info({ private: 1 }))));
    expect(metainfo.infoHashHex).toMatch(/^[0-9a-f]{40}$/);
    expect(metainfo.pieceHash(1)).toEqual(counting(20, 20));
    expect(() => metainfo.pieceHash(2)).toThrow(RangeError);
  });

  test('needs no trackers, notes or flags', () => {
    const metainfo = parse({ info: info() });
    expect(metainfo).toMatchObject({ announceTiers: [], private: false });
    expect(Object.keys(metainfo)).not.toContain('comment');
  });

  test('may be executable (BEP 47)', () => {
    expect(parse({ info: info({ attr: 'hx' }) }).files[0]?.executable).toBe(true);
  });
});

describe('the info hash', () => {
  test('is that of the bytes in the file, also where they are not what we would write', () => {
    const unsorted = latin1(
      `d4:name1:a6:lengthi3e12:piece lengthi64e6:pieces20:${'h'.repeat(20)}5:extrad1:bi1e1:ai2eee`,
    );
    const bytes = concatBytes([latin1('d4:info'), unsorted, latin1('e')]);
    const metainfo = parseMetainfo(bytes, sha1);
    expect(metainfo.infoHash).toEqual(sha1(unsorted));
    expect(metainfo.warnings).toEqual(['the keys of a dictionary are not in byte order']);
  });

  test('is not that of an info deeper inside', () => {
    expect(parse({ a: { info: 'not this one' }, info: info() }).infoHash).toEqual(sha1(encodeBencode(info())));
  });
});

describe('what is in the file', () => {
  test('white space may follow', () => {
    const bytes = concatBytes([encodeBencode({ info: info() }), latin1('\r\n')]);
    expect(parseMetainfo(bytes, sha1).name).toBe('a.txt');
  });

  test('the utf-8 forms come first', () => {
    const files = [{ length: 1, path: ['old'], 'path.utf-8': ['neü'] }];
    const metainfo = parse({ info: folderInfo(files, { name: latin1('\xff'), 'name.utf-8': 'größe' }) });
    expect(metainfo.files[0]?.path).toEqual(['größe', 'neü']);
    expect(metainfo.warnings).toEqual([]);
  });

  test('a hybrid of version 2 is read as version 1', () => {
    const hybrid = info({
      'meta version': 2,
      'file tree': { 'a.txt': { '': { length: 100, 'pieces root': counting(32) } } },
    });
    const layers = new Map([[counting(32, 200), counting(64)]]);
    expect(parse({ info: hybrid, 'piece layers': layers }).name).toBe('a.txt');
  });

  test('what is not needed is passed over, and counts for the info hash where it stands in info', () => {
    const fields = { 'url-list': 'http://127.0.0.1/', nodes: [['127.0.0.1', 6881]], 'x-anything': 1 };
    const metainfo = parse({ ...fields, info: info({ 'x-more': 2 }) });
    expect(metainfo.warnings).toEqual([]);
    expect(metainfo.infoHash).toEqual(sha1(encodeBencode(info({ 'x-more': 2 }))));
  });

  test.each([
    [1, 100, []],
    [64, 2, []],
    [100, 1, ['info.piece length is 100, which is not a power of two']],
    [2 ** 29, 1, []],
  ])('a piece length of %i', (pieceLength, pieceCount, warnings) => {
    const metainfo = parse({ info: info({ 'piece length': pieceLength, pieces: counting(20 * pieceCount) }) });
    expect(metainfo.geometry).toMatchObject({ pieceLength, pieceCount });
    expect(metainfo.warnings).toEqual(warnings);
  });

  test('anything but white space behind it is refused', () => {
    const bytes = concatBytes([encodeBencode({ info: info() }), latin1('\nx')]);
    expect(thrown(() => parseMetainfo(bytes, sha1))).toMatchObject({ code: 'not-bencode' });
  });

  test('notes that are wrong are passed over with a warning', () => {
    const metainfo = parse({ comment: 5, 'created by': ['x'], 'creation date': 'today', info: info() });
    expect(metainfo.warnings).toEqual([
      'comment is an integer, not a string: ignored',
      'created by is a list, not a string: ignored',
      'creation date is a string, not an integer: ignored',
    ]);
    expect(metainfo.comment).toBeUndefined();
  });

  test('notes can not steer a terminal', () => {
    expect(parse({ comment: '\x1b[2Jx', info: info() }).comment).toBe(' [2Jx');
  });
});

describe('trackers (BEP 12)', () => {
  // The three examples of BEP 12.
  test.each([
    ['one after the other', [['tracker1'], ['backup1'], ['backup2']]],
    ['peers spread over three', [['tracker1', 'tracker2', 'tracker3']]],
    ['two, and one for when they fail', [['tracker1', 'tracker2'], ['backup1']]],
  ])('%s', (_, tiers) => {
    expect(parse({ announce: 'ignored', 'announce-list': tiers, info: info() }).announceTiers).toEqual(tiers);
  });

  test.each<[BencodeInput, string[][]]>([
    [
      [['', ' a '], [], ['b\n']],
      [['a'], ['b']],
    ],
    [[], [['main']]],
    [[[]], [['main']]],
    ['a', [['main']]],
    [['a'], [['main']]],
    [[[['a']]], [['main']]],
  ])('a list %j gives %j', (list, tiers) => {
    expect(parse({ announce: 'main', 'announce-list': list, info: info() }).announceTiers).toEqual(tiers);
  });
});

describe('what is refused', () => {
  test.each<[string, BencodeInput, MetainfoErrorCode, RegExp]>([
    ['a list', [], 'wrong-type', /is a dictionary, this one is a list/],
    ['no info', { announce: 'x' }, 'missing-field', /^info is missing/],
    ['info that is no dictionary', { info: 'x' }, 'wrong-type', /^info is a string, not a dictionary/],
    ['no name', { info: info({ name: undefined }) }, 'missing-field', /^info\.name is missing/],
    ['a name that is no string', { info: info({ name: 1 }) }, 'wrong-type', /^info\.name is an integer/],
    ['length and files', { info: info({ files: [] }) }, 'length-and-files', /both length .* and files/],
    ['neither', { info: info({ length: undefined }) }, 'no-files', /neither length .* nor files/],
    ['no file in the list', { info: folderInfo([]) }, 'no-files', /^info\.files is empty/],
    ['no byte', { info: info({ length: 0, pieces: '' }) }, 'no-content', /at least one/],
    ['no byte in the list', { info: folderInfo([{ length: 0, path: ['a'] }]) }, 'no-content', /at least one/],
    ['a negative length', { info: info({ length: -1 }) }, 'bad-value', /^info\.length is -1/],
    [
      'a negative length in the list',
      {
        info: folderInfo([
          { length: 9, path: ['a'] },
          { length: -1, path: ['b'] },
        ]),
      },
      'bad-value',
      /^info\.files\[1\]\.length is -1/,
    ],
    [
      'no length in the list',
      { info: folderInfo([{ path: ['a'] }]) },
      'missing-field',
      /^info\.files\[0\]\.length is missing/,
    ],
    [
      'too many bytes',
      {
        info: folderInfo(
          [
            { length: 2 ** 53 - 1, path: ['a'] },
            { length: 1, path: ['b'] },
          ],
          { pieces: '' },
        ),
      },
      'bad-value',
      /2\^53/,
    ],
    ['no path', { info: folderInfo([{ length: 1 }]) }, 'missing-field', /^info\.files\[0\]\.path is missing/],
    ['an empty path', { info: folderInfo([{ length: 1, path: [] }]) }, 'bad-value', /^info\.files\[0\]\.path is empty/],
    [
      'a path that is no list',
      { info: folderInfo([{ length: 1, path: 'a' }]) },
      'wrong-type',
      /path is a string, not a list/,
    ],
    [
      'a path of a number',
      { info: folderInfo([{ length: 1, path: ['a', 1] }]) },
      'wrong-type',
      /path\[1\] is an integer/,
    ],
    [
      'a file that is none',
      { info: info({ length: undefined, files: [1] }) },
      'wrong-type',
      /^info\.files\[0\] is an integer/,
    ],
    [
      'no piece length',
      { info: info({ 'piece length': undefined }) },
      'missing-field',
      /^info\.piece length is missing/,
    ],
    ['piece length 0', { info: info({ 'piece length': 0 }) }, 'bad-piece-length', /from 1 to 536870912/],
    [
      'a huge piece length',
      { info: info({ 'piece length': 2 ** 29 + 1, pieces: counting(20) }) },
      'bad-piece-length',
      /536870913/,
    ],
    ['no pieces', { info: info({ pieces: undefined }) }, 'missing-field', /^info\.pieces is missing/],
    ['a hash too few', { info: info({ pieces: counting(20) }) }, 'bad-pieces', /20 bytes, .* 2 hashes/],
    ['a hash too many', { info: info({ pieces: counting(60) }) }, 'bad-pieces', /60 bytes/],
    ['a part of a hash', { info: info({ pieces: counting(39) }) }, 'bad-pieces', /39 bytes/],
    [
      'version 2 only',
      { info: info({ length: undefined, pieces: undefined, 'meta version': 2, 'file tree': {} }) },
      'version-2',
      /version 2 only/,
    ],
  ])('%s', (_, top, code, text) => {
    expect(refusal(top)).toMatchObject({ code, message: expect.stringMatching(text) });
  });

  test.each([
    ['<!DOCTYPE html>', /^not a torrent file: byte 0: found "<"/],
    ['', /nothing is there/],
    ['d4:infod4:name', /byte 14: .*end/],
    ['d4:infode4:infodee', /byte 9: the key "info" is there twice/],
    ['d4:infod4:name1:a4:name1:bee', /the key "name" is there twice/],
    ['d4:infodeee', /byte 10: found "e" after the value/],
  ])('bytes that are no torrent file: %j', (bytes, text) => {
    const error = thrown(() => parseMetainfo(latin1(bytes), sha1));
    expect(error).toBeInstanceOf(MetainfoError);
    expect(error).toMatchObject({ code: 'not-bencode', message: expect.stringMatching(text) });
  });
});

describe('properties', () => {
  const good = encodeBencode({
    announce: 'a',
    info: folderInfo([
      { length: 100, path: ['x', 'y'], attr: 'p' },
      { length: 5, path: ['..'] },
    ]),
  });

  test('a torrent that is cut anywhere is refused', () => {
    for (let end = 0; end < good.length; end += 1) {
      expect(thrown(() => parseMetainfo(good.subarray(0, end), sha1))).toBeInstanceOf(MetainfoError);
    }
  });

  test('a torrent with any byte changed is read or refused', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const broken = good.slice();
        broken[at] = byte;
        readOrRefuse(broken);
      }),
      { numRuns: 2000 },
    );
  });

  test('any values in the places of the right ones are read or refused', () => {
    const value: fc.Arbitrary<BencodeInput> = fc.oneof(
      fc.maxSafeInteger(),
      fc.uint8Array(),
      fc.constant([]),
      fc.constant({}),
      fc.constant(['x', 1]),
    );
    const keys = ['length', 'files', 'name', 'piece length', 'pieces', 'private', 'attr', 'file tree', 'name.utf-8'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (changes) => {
        readOrRefuse(encodeBencode({ info: info(changes) }));
      }),
      { numRuns: 1000 },
    );
  });
});

function readOrRefuse(bytes: Uint8Array): void {
  try {
    const { files, geometry } = parseMetainfo(bytes, sha1);
    expect(files.reduce((sum, file) => sum + file.length, 0)).toBe(geometry.totalLength);
  } catch (error) {
    expect(error).toBeInstanceOf(MetainfoError);
  }
}
