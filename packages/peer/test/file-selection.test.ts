import { Bitfield } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileSelection } from '../src/file-selection.ts';
import { type FileOfTorrent, folderTorrent, someBytes } from './support/content.ts';

const PIECE = 16;

const files: fc.Arbitrary<FileOfTorrent[]> = fc
  .array(fc.record({ length: fc.nat(60), padding: fc.boolean() }), { minLength: 1, maxLength: 8 })
  .filter((list) => list.some(({ length, padding }) => length > 0 && !padding))
  .map((list) =>
    list.map(({ length, padding }, index) => ({
      path: [`${index}`],
      bytes: someBytes(length, index),
      ...(padding && { attr: 'p' }),
    })),
  );

describe('a selection of files', () => {
  it('holds the pieces of its bytes and counts those that are missing, whatever the layout', () => {
    fc.assert(
      fc.property(files, fc.func(fc.boolean()), fc.func(fc.boolean()), (list, isChosen, isThere) => {
        const torrent = folderTorrent('tree', list, PIECE);
        const { pieceCount } = torrent.geometry;
        const stored = torrent.files.flatMap(({ padding }, file) => (padding ? [] : [file]));
        const chosen = stored.filter((file) => isChosen(file));
        fc.pre(chosen.length < stored.length);
        const selection = new FileSelection(torrent, chosen);
        const have = new Bitfield(pieceCount);
        for (let piece = 0; piece < pieceCount; piece++) if (isThere(piece)) have.set(piece);

        // Byte by byte, which needs no arithmetic.
        const pieces = new Set<number>();
        let left = 0;
        for (const file of chosen) {
          const { offset, length } = torrent.files[file] ?? { offset: 0, length: 0 };
          for (let at = offset; at < offset + length; at++) {
            const piece = Math.floor(at / PIECE);
            pieces.add(piece);
            if (!have.has(piece)) left++;
          }
        }
        const missing = [...pieces].filter((piece) => !have.has(piece));
        const inPieces = missing.reduce((sum, piece) => sum + torrent.geometry.pieceSize(piece), 0);
        expect(selection.pieces.piecesNotIn(new Bitfield(pieceCount))).toEqual([...pieces].toSorted((a, b) => a - b));
        expect(selection.left(inPieces, have)).toBe(left);
        expect(selection.isThere(have)).toBe(missing.length === 0);
        const unsettled = Bitfield.full(pieceCount).piecesNotIn(selection.settled(have));
        expect(unsettled).toEqual(missing.toSorted((a, b) => a - b));
      }),
    );
  });

  it('of all files is the whole torrent, padding included', () => {
    const torrent = folderTorrent(
      'tree',
      [
        { path: ['a'], bytes: someBytes(5) },
        { path: ['.pad'], bytes: new Uint8Array(40), attr: 'p' },
      ],
      PIECE,
    );
    for (const selection of [new FileSelection(torrent), new FileSelection(torrent, [0])]) {
      expect(selection).toMatchObject({ isAll: true, count: 1, length: 45 });
      expect(selection.pieces.isFull).toBe(true);
    }
    for (const file of [1, 2, -1]) expect(() => new FileSelection(torrent, [file])).toThrow(RangeError);
  });
});
