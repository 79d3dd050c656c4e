import { BLOCK_LENGTH, encodePiece, Geometry } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockReader } from '../src/io/upload/block-reader.ts';
import { SpanCache } from '../src/io/upload/span-cache.ts';
import { someBytes } from './support/content.ts';

const PIECE = 3 * 1024 * 1024 + 5 * BLOCK_LENGTH + 17;
const CONTENT = someBytes(2 * PIECE + 1000);
const MIB = 1024 * 1024;

const setUp = (cacheSize = 64 * MIB) => {
  const reads: number[] = [];
  const content = {
    async read(offset: number, views: readonly Uint8Array[]): Promise<void> {
      reads.push(offset);
      let at = offset;
      for (const view of views) {
        view.set(CONTENT.subarray(at, at + view.length));
        at += view.length;
      }
    },
  };
  const cache = new SpanCache(cacheSize);
  const reader = new BlockReader(new Geometry(CONTENT.length, PIECE), content, cache, 'torrent');
  return { reader, cache, reads };
};

const expected = (piece: number, begin: number, length: number): Uint8Array =>
  encodePiece(piece, begin, CONTENT.subarray(piece * PIECE + begin, piece * PIECE + begin + length));

describe('BlockReader', () => {
  it('makes the same message for any block as copying it would', async () => {
    const { reader } = setUp();
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(), fc.nat(), fc.boolean(), async (piece, a, b, onGrid) => {
        const size = piece === 2 ? 1000 : PIECE;
        const begin = onGrid ? (a % Math.ceil(size / BLOCK_LENGTH)) * BLOCK_LENGTH : a % size;
        const length = onGrid ? Math.min(BLOCK_LENGTH, size - begin) : 1 + (b % Math.min(128 * 1024, size - begin));
        const message = await reader.read(piece, begin, length);
        expect(Buffer.from(message.bytes).equals(expected(piece, begin, length))).toBe(true);
        // So that its memory is used for what comes next.
        message.release();
      }),
    );
  });

  it('reads once for all blocks of a stretch, and answers at once from then on', async () => {
    const { reader, reads } = setUp();
    const first = await Promise.all([reader.read(0, 0, BLOCK_LENGTH), reader.read(0, BLOCK_LENGTH, BLOCK_LENGTH)]);
    expect(first.map(({ bytes }) => bytes.length)).toEqual([BLOCK_LENGTH + 13, BLOCK_LENGTH + 13]);
    expect(reader.read(0, 5 * BLOCK_LENGTH, BLOCK_LENGTH)).not.toBeInstanceOf(Promise);
    expect(reads).toEqual([0]);
    await reader.read(0, MIB - 100, 200);
    expect(reads).toEqual([0, MIB]);
  });

  it('keeps no more than its limit, and nothing of a torrent that has left', async () => {
    const { reader, cache, reads } = setUp(2.5 * MIB);
    for (const begin of [0, MIB, 2 * MIB, 0]) await reader.read(0, begin, BLOCK_LENGTH);
    expect(cache.size).toBeLessThanOrEqual(2.5 * MIB);
    expect(reads).toEqual([0, MIB, 2 * MIB, 0]);
    reader.close();
    expect(cache.size).toBe(0);
  });

  it('tries again after a read that failed', async () => {
    let isBroken = true;
    const content = {
      read: async (_: number, views: readonly Uint8Array[]): Promise<void> => {
        if (isBroken) throw new Error('disk');
        for (const view of views) view.fill(7);
      },
    };
    const reader = new BlockReader(new Geometry(100, 100), content, new SpanCache(MIB), 'torrent');
    await expect(reader.read(0, 0, 100)).rejects.toThrow('disk');
    isBroken = false;
    expect((await reader.read(0, 0, 100)).bytes).toEqual(Buffer.from(encodePiece(0, 0, new Uint8Array(100).fill(7))));
  });
});
