import { BLOCK_LENGTH } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineHasher } from '../src/io/hashing/piece-hasher.ts';
import type { BlockWriter } from '../src/io/pieces/block-writer.ts';
import { MemoryPiece } from '../src/io/pieces/memory-piece.ts';
import { sha1, someBytes } from './support/content.ts';

const pieceOf = (size: number): MemoryPiece =>
  new MemoryPiece(new Uint8Array(size), { hasher: inlineHasher, write: async () => true });

/** Sends a block, `bytes` from `from` to `to`. */
const feed = (writer: BlockWriter, bytes: Uint8Array, from = 0, to = bytes.length): void =>
  writer.write(bytes.subarray(from, to), from);

const BLOCK = someBytes(BLOCK_LENGTH, 1);
const OTHER = someBytes(BLOCK_LENGTH, 2);

describe('MemoryPiece', () => {
  it('puts blocks together in any order', async () => {
    const content = someBytes(2 * BLOCK_LENGTH + 100);
    const piece = pieceOf(content.length);
    for (const block of [2, 0, 1]) {
      const bytes = content.subarray(block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
      const writer = piece.open(block * BLOCK_LENGTH, bytes.length);
      feed(writer, bytes, 0, 7);
      feed(writer, bytes, 7);
      expect(writer.end(true)).toBe(true);
    }
    expect(piece.bytes).toEqual(content);
    expect(await piece.digest()).toEqual(Buffer.from(sha1(content)));
  });

  it('takes the block of whoever is complete first, though the other writes in place', () => {
    const piece = pieceOf(BLOCK_LENGTH);
    const first = piece.open(0, BLOCK_LENGTH);
    const second = piece.open(0, BLOCK_LENGTH);
    feed(first, BLOCK, 0, 1000);
    feed(second, OTHER);
    expect(second.end(true)).toBe(true);
    feed(first, BLOCK, 1000);
    expect(first.end(true)).toBe(false);
    expect(piece.bytes).toEqual(OTHER);
  });

  it('drops what the slower one collected beside', () => {
    const piece = pieceOf(BLOCK_LENGTH);
    const first = piece.open(0, BLOCK_LENGTH);
    const second = piece.open(0, BLOCK_LENGTH);
    feed(second, OTHER, 0, 1000);
    feed(first, BLOCK);
    expect(first.end(true)).toBe(true);
    feed(second, OTHER, 1000);
    expect(second.end(true)).toBe(false);
    expect(piece.bytes).toEqual(BLOCK);
  });

  it('lets another writer in when the first one is gone or not wanted any more', () => {
    for (const leave of [(writer: BlockWriter) => writer.abort(), (writer: BlockWriter) => writer.end(false)]) {
      const piece = pieceOf(BLOCK_LENGTH);
      const first = piece.open(0, BLOCK_LENGTH);
      feed(first, BLOCK, 0, 1000);
      leave(first);
      const second = piece.open(0, BLOCK_LENGTH);
      feed(second, OTHER);
      expect(second.end(true)).toBe(true);
      expect(piece.bytes).toEqual(OTHER);
    }
  });

  it('is never touched again once it is closed: its memory may be that of another piece', async () => {
    const piece = pieceOf(BLOCK_LENGTH);
    const [first, second] = [piece.open(0, BLOCK_LENGTH), piece.open(0, BLOCK_LENGTH)];
    feed(first, BLOCK, 0, 1000);
    feed(second, OTHER);
    piece.close();
    piece.bytes.fill(0);
    feed(first, BLOCK, 1000);
    expect([first.end(true), second.end(true)]).toEqual([false, false]);
    feed(piece.open(0, BLOCK_LENGTH), BLOCK);
    expect(piece.bytes).toEqual(new Uint8Array(BLOCK_LENGTH));
    expect(await piece.digest()).toBeUndefined();
  });

  it('holds the bytes of exactly one sender for each block, however the senders interleave', () => {
    const STEP = BLOCK_LENGTH / 4;
    const step = fc.record({ sender: fc.nat(3), act: fc.constantFrom('go', 'go', 'go', 'go', 'abort', 'unwanted') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const piece = pieceOf(BLOCK_LENGTH);
        const open = new Map<number, { writer: BlockWriter; sent: number }>();
        let winner: number | undefined;
        for (const { sender, act } of steps) {
          const block = someBytes(BLOCK_LENGTH, 100 + sender);
          const state = open.get(sender) ?? { writer: piece.open(0, BLOCK_LENGTH), sent: 0 };
          open.set(sender, state);
          if (act === 'abort') state.writer.abort();
          else if (state.sent < BLOCK_LENGTH) {
            feed(state.writer, block, state.sent, state.sent + STEP);
            state.sent += STEP;
            continue;
          } else if (state.writer.end(act !== 'unwanted')) {
            expect(winner).toBeUndefined();
            winner = sender;
          }
          open.delete(sender);
        }
        if (winner !== undefined) expect(piece.bytes).toEqual(someBytes(BLOCK_LENGTH, 100 + winner));
      }),
    );
  });
});
