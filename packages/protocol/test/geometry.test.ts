import { BLOCK_LENGTH, Geometry } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const KIB = 1024;

describe('Geometry', () => {
  test.each([
    // total, piece length, pieces, last piece, blocks of the last piece, its last block
    [1, 16 * KIB, 1, 1, 1, 1],
    [16 * KIB - 1, 16 * KIB, 1, 16 * KIB - 1, 1, 16 * KIB - 1],
    [16 * KIB, 16 * KIB, 1, 16 * KIB, 1, 16 * KIB],
    [16 * KIB + 1, 16 * KIB, 2, 1, 1, 1],
    [3 * 32 * KIB, 32 * KIB, 3, 32 * KIB, 2, 16 * KIB],
    [3 * 32 * KIB - 1, 32 * KIB, 3, 32 * KIB - 1, 2, 16 * KIB - 1],
    [3 * 32 * KIB + 1, 32 * KIB, 4, 1, 1, 1],
    [100, 7, 15, 2, 1, 2],
    [50_000, 20_000, 3, 10_000, 1, 10_000],
    [2 ** 40 + 5, 2 ** 24, 2 ** 16 + 1, 5, 1, 5],
  ])('%i bytes in pieces of %i', (total, pieceLength, pieces, lastPiece, lastBlocks, lastBlock) => {
    const geometry = new Geometry(total, pieceLength);
    const last = pieces - 1;
    expect(geometry.pieceCount).toBe(pieces);
    expect(geometry.pieceSize(last)).toBe(lastPiece);
    expect(geometry.pieceOffset(last)).toBe(total - lastPiece);
    expect(geometry.blockCount(last)).toBe(lastBlocks);
    expect(geometry.blockLength(last, lastBlocks - 1)).toBe(lastBlock);
  });

  test('pieces and blocks cover every byte once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300_000 }),
        fc.integer({ min: 1000, max: 100_000 }),
        (total, pieceLength) => {
          const geometry = new Geometry(total, pieceLength);
          let offset = 0;
          for (let piece = 0; piece < geometry.pieceCount; piece += 1) {
            expect(geometry.pieceOffset(piece)).toBe(offset);
            for (let block = 0; block < geometry.blockCount(piece); block += 1) {
              const length = geometry.blockLength(piece, block);
              expect(length).toBeGreaterThan(0);
              expect(geometry.isBlock(piece, block * BLOCK_LENGTH, length)).toBe(true);
              offset += length;
            }
          }
          expect(offset).toBe(total);
        },
      ),
    );
  });

  test('contains: any part of a piece, and nothing else', () => {
    const geometry = new Geometry(100, 40);
    const inside = [
      [0, 0, 40],
      [0, 39, 1],
      [2, 0, 20],
      [2, 19, 1],
    ] as const;
    const outside = [
      [0, 0, 41],
      [0, 40, 1],
      [2, 0, 21],
      [3, 0, 1],
      [-1, 0, 1],
      [0, -1, 5],
      [0, 0, 0],
      [0, 0, -1],
      [0, 0.5, 1],
    ] as const;
    for (const [piece, begin, length] of inside) expect(geometry.contains(piece, begin, length)).toBe(true);
    for (const [piece, begin, length] of outside) expect(geometry.contains(piece, begin, length)).toBe(false);
    expect(geometry.contains(0, 2 ** 32 - 1, 2 ** 32 - 1)).toBe(false);
  });

  test('isBlock: exactly the grid', () => {
    const geometry = new Geometry(40_000, 40_000);
    expect(geometry.isBlock(0, 0, BLOCK_LENGTH)).toBe(true);
    expect(geometry.isBlock(0, 2 * BLOCK_LENGTH, 40_000 - 2 * BLOCK_LENGTH)).toBe(true);
    expect(geometry.isBlock(0, 1, BLOCK_LENGTH)).toBe(false);
    expect(geometry.isBlock(0, 0, BLOCK_LENGTH - 1)).toBe(false);
    expect(geometry.isBlock(0, 0, 2 * BLOCK_LENGTH)).toBe(false);
    expect(geometry.isBlock(0, 2 * BLOCK_LENGTH, BLOCK_LENGTH)).toBe(false);
    expect(geometry.isBlock(1, 0, BLOCK_LENGTH)).toBe(false);
  });

  test('what does not exist is an error of ours', () => {
    const geometry = new Geometry(100, 40);
    expect(() => geometry.pieceSize(3)).toThrow(/no piece 3 of 3/);
    expect(() => geometry.blockLength(0, 1)).toThrow(/no block 1/);
    for (const [total, pieceLength] of [
      [0, 1],
      [-1, 1],
      [1.5, 1],
      [1, 0],
      [2 ** 53, 1],
      [1, Number.NaN],
    ] as const) {
      expect(() => new Geometry(total, pieceLength)).toThrow(RangeError);
    }
  });
});
