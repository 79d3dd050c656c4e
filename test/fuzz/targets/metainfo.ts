import { ok, strictEqual } from 'node:assert';
import { createHash } from 'node:crypto';
import { MetainfoError, parseMetainfo } from '@seedbed/protocol';
import { fuzzTarget } from '../fuzz-target.ts';

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();
const isSafe = (name: string): boolean =>
  !['', '.', '..'].includes(name) && !/[/\\\0]/.test(name) && Buffer.byteLength(name) <= 255;

/** Paths stay below their folder, no two are the same, and files, pieces and hashes fit each other. */
export const metainfo = fuzzTarget({
  name: 'metainfo',
  errors: [MetainfoError],
  tokens: [
    '5:filesl',
    '6:lengthi',
    '4:pathl',
    '2:..',
    '1:/',
    '1:\0',
    '12:piece lengthi',
    'e',
    '4:attr1:p',
    '10:path.utf-8l',
    'i0e',
  ],
  decode: (input) => parseMetainfo(input, sha1),
  check: ({ files, geometry, pieceHashes, infoHash, name }) => {
    ok(files.every(({ path }) => path.length > 0 && path.every(isSafe)) && isSafe(name));
    strictEqual(
      new Set(files.filter(({ padding }) => !padding).map(({ path }) => path.join('/'))).size,
      files.filter(({ padding }) => !padding).length,
    );
    strictEqual(
      files.reduce((sum, { length }) => sum + length, 0),
      geometry.totalLength,
    );
    strictEqual(pieceHashes.length, 20 * geometry.pieceCount);
    strictEqual(infoHash.length, 20);
  },
});
