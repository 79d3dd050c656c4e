import {
  choosePieceLength,
  encodeMetainfo,
  type MetainfoDescription,
  MetainfoError,
  parseMetainfo,
} from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asLatin1, counting, sha1 } from './support/bytes.ts';
import { thrown } from './support/thrown.ts';

const one = { name: 'a.txt', pieceLength: 64, pieces: counting(40), length: 100 };

describe('encodeMetainfo', () => {
  test('one file, byte by byte', () => {
    const bytes = encodeMetainfo({
      name: 'a',
      pieceLength: 16384,
      pieces: new Uint8Array(20).fill(0x68),
      length: 3,
      announceTiers: [['http://x/announce']],
    });
    expect(asLatin1(bytes)).toBe(
      `d8:announce17:http://x/announce4:infod6:lengthi3e4:name1:a12:piece lengthi16384e6:pieces20:${'h'.repeat(20)}ee`,
    );
  });

  test('what is written is read', () => {
    const files = [
      { path: ['b', 'c.sh'], length: 70, executable: true },
      { path: ['ä'], length: 0 },
      { path: ['a'], length: 30 },
    ];
    const notes = { private: true, comment: 'c', createdBy: 'b', creationDate: 5 };
    const tiers = [['http://a/announce', 'http://b/announce'], ['http://c/announce']];
    const { name, pieceLength, pieces } = { ...one, name: 'folder' };
    const metainfo = parseMetainfo(
      encodeMetainfo({ name, pieceLength, pieces, files, announceTiers: tiers, ...notes }),
      sha1,
    );
    expect(metainfo).toMatchObject({
      ...notes,
      name,
      multiFile: true,
      announceTiers: tiers,
      geometry: { totalLength: 100, pieceLength },
      pieceHashes: pieces,
      warnings: [],
    });
    expect(metainfo.files.map(({ path, length, executable }) => [path.join('/'), length, executable])).toEqual([
      ['folder/b/c.sh', 70, true],
      ['folder/ä', 0, false],
      ['folder/a', 30, false],
    ]);
  });

  test.each<[string, string[][], boolean]>([
    ['no tracker', [], false],
    ['one', [['a']], false],
    ['two in a tier', [['a', 'b']], true],
    ['two tiers', [['a'], [], ['b']], true],
  ])('%s', (_, announceTiers, hasList) => {
    const bytes = encodeMetainfo({ ...one, announceTiers });
    expect(asLatin1(bytes).includes('announce-list')).toBe(hasList);
    expect(parseMetainfo(bytes, sha1).announceTiers).toEqual(announceTiers.filter((tier) => tier.length > 0));
  });

  test.each<[string, MetainfoDescription, string]>([
    ['length and files', { ...one, files: [{ path: ['a'], length: 100 }] }, 'length-and-files'],
    ['neither', { name: 'a', pieceLength: 64, pieces: counting(40) }, 'length-and-files'],
    ['no byte', { ...one, length: 0 }, 'no-content'],
    ['no files', { name: 'a', pieceLength: 64, pieces: counting(0), files: [] }, 'no-content'],
    ['a hash too few', { ...one, pieces: counting(20) }, 'bad-pieces'],
    ['no piece length', { ...one, pieceLength: 0 }, 'bad-piece-length'],
    ['a name that others would have to change', { ...one, name: 'a\\b' }, 'bad-name'],
    [
      'such a name in a folder',
      { name: 'a', pieceLength: 64, pieces: counting(20), files: [{ path: ['x', 'a\nb'], length: 1 }] },
      'bad-name',
    ],
    [
      'an empty path',
      { name: 'a', pieceLength: 64, pieces: counting(20), files: [{ path: [], length: 1 }] },
      'bad-name',
    ],
  ])('refuses %s', (_, description, code) => {
    const error = thrown(() => encodeMetainfo(description));
    expect(error).toBeInstanceOf(MetainfoError);
    expect(error).toMatchObject({ code });
  });

  test('says which file can not be shared under its name', () => {
    expect(() => encodeMetainfo({ ...one, name: 'a\\b' })).toThrow(
      'the name "a\\\\b" can\'t be shared: others would get "a_b", rename it first',
    );
    expect(() =>
      encodeMetainfo({ ...one, length: undefined as never, files: [{ path: ['x', 'a\\b'], length: 1 }] }),
    ).toThrow(/"x\/a\\\\b"/);
  });
});

describe('choosePieceLength', () => {
  test.each([
    [1, 16 * 1024],
    [2000 * 16 * 1024, 16 * 1024],
    [2000 * 16 * 1024 + 1, 32 * 1024],
    [64 * 1024 ** 2, 64 * 1024],
    [1024 ** 3, 1024 ** 2],
    [1024 ** 5, 16 * 1024 ** 2],
  ])('%i bytes: %i', (total, length) => {
    expect(choosePieceLength(total)).toBe(length);
  });

  test('is a power of two for at most 2,000 pieces, as long as it may grow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 45 }), (total) => {
        const length = choosePieceLength(total);
        expect(Number.isInteger(Math.log2(length))).toBe(true);
        if (length > 16 * 1024) expect(total / length).toBeGreaterThan(1000);
        if (length < 16 * 1024 ** 2) expect(total / length).toBeLessThanOrEqual(2000);
      }),
    );
  });
});
