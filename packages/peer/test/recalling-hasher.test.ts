import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ProcessHasher } from '../src/io/hashing/piece-hasher.ts';
import { RecallingHasher } from '../src/io/hashing/recalling-hasher.ts';
import { someBytes } from './support/content.ts';

const PIECE = 4 * 1024;

const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest();

/** Counts what is really hashed. */
const setUp = ({ isShared = true, limit = 4 * PIECE, isThread = false } = {}) => {
  const hashed: Uint8Array[] = [];
  const inner: ProcessHasher = {
    sha1: (bytes) => {
      hashed.push(new Uint8Array(bytes));
      return isThread ? Promise.resolve(sha1(bytes)) : sha1(bytes);
    },
    close: async () => {},
  };
  return { hasher: new RecallingHasher(inner, () => isShared, limit), hashed };
};

describe('a hasher that recalls', () => {
  it.each([false, true])('hashes what comes again only once, in a thread or not: %s', async (isThread) => {
    const { hasher, hashed } = setUp({ isThread });
    const piece = someBytes(PIECE);
    for (let peer = 0; peer < 3; peer++) expect(await hasher.sha1(new Uint8Array(piece))).toEqual(sha1(piece));
    expect(hashed).toHaveLength(1);
  });

  it('is not deceived by a single byte, wherever it is', async () => {
    const { hasher } = setUp();
    const piece = someBytes(PIECE);
    await hasher.sha1(piece);
    for (const at of [0, 15, 16, PIECE - 1]) {
      const wrong = new Uint8Array(piece);
      wrong[at] = 255 - (wrong[at] ?? 0);
      expect(await hasher.sha1(wrong)).toEqual(sha1(wrong));
    }
    const shorter = piece.subarray(0, PIECE - 1);
    expect(await hasher.sha1(shorter)).toEqual(sha1(shorter));
  });

  it('remembers the bytes as they were: their memory becomes another piece', async () => {
    const { hasher } = setUp();
    const memory = new Uint8Array(someBytes(PIECE));
    await hasher.sha1(memory);
    memory.fill(7, 16);
    expect(await hasher.sha1(memory)).toEqual(sha1(memory));
  });

  it('keeps no more than it may, and forgets the oldest', async () => {
    const { hasher, hashed } = setUp();
    const pieces = Array.from({ length: 5 }, (_, index) => new Uint8Array(PIECE).fill(index));
    for (const piece of pieces) await hasher.sha1(piece);
    expect(hasher.size).toBe(4 * PIECE);
    await hasher.sha1(new Uint8Array(PIECE).fill(4));
    expect(hashed).toHaveLength(5);
    await hasher.sha1(new Uint8Array(PIECE).fill(0));
    expect(hashed).toHaveLength(6);
  });

  it('keeps nothing for a peer that is alone', async () => {
    const { hasher, hashed } = setUp({ isShared: false });
    for (let again = 0; again < 2; again++) await hasher.sha1(new Uint8Array(PIECE));
    expect([hasher.size, hashed.length]).toEqual([0, 2]);
  });
});
