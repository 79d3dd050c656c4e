import { BLOCK_LENGTH } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import type { BlockMessage } from '../src/io/upload/block-message.ts';
import { FramedSpan } from '../src/io/upload/framed-span.ts';
import { SpanCache } from '../src/io/upload/span-cache.ts';

const LENGTH = 2 * BLOCK_LENGTH;

/** A cache that has room for one span, whose bytes are all the number of their piece. */
const setUp = () => {
  const cache = new SpanCache(LENGTH + 100);
  const get = (piece: number) =>
    cache.get(`t/${piece}`, async () => {
      const span = new FramedSpan({ piece, begin: 0, length: LENGTH }, cache.memory);
      for (const payload of span.payloads) payload.fill(piece);
      return span;
    });
  const message = async (piece: number, block = 0): Promise<BlockMessage> => {
    const message = (await get(piece)).message(block * BLOCK_LENGTH, BLOCK_LENGTH);
    if (message === undefined) throw new Error('no message');
    return message;
  };
  return { cache, get, message };
};

const lastByte = ({ bytes }: BlockMessage): number | undefined => bytes.at(-1);

describe('SpanCache', () => {
  it('uses the memory of a span again only when it is forgotten and every message of it was released', async () => {
    const { message } = setUp();
    const first = await message(1, 0);
    const second = await message(1, 1);
    const memory = first.bytes.buffer;
    // Piece 1 has no room beside these any more.
    const others = [await message(2), await message(3)];
    first.release();
    others.push(await message(4));
    expect(others.map(({ bytes }) => bytes.buffer)).not.toContain(memory);
    expect(lastByte(second)).toBe(1);
    second.release();
    expect((await message(5)).bytes.buffer).toBe(memory);
  });

  it('keeps a span for those who wait for it while others push it out', async () => {
    const { message } = setUp();
    const messages = await Promise.all([1, 2, 3, 1, 2, 3].map((piece) => message(piece)));
    expect(messages.map(lastByte)).toEqual([1, 2, 3, 1, 2, 3]);
    for (const each of messages) each.release();
    const next = await Promise.all([4, 5, 6].map((piece) => message(piece)));
    expect(next.map(lastByte)).toEqual([4, 5, 6]);
  });

  it('leaves those who wait their span when its torrent leaves meanwhile', async () => {
    const { cache, get, message } = setUp();
    const waiting = message(1);
    cache.forget('t/');
    expect(lastByte(await waiting)).toBe(1);
    expect(cache.size).toBe(0);
    expect(get(1)).toBeInstanceOf(Promise);
  });

  it('does not bear one release too many', async () => {
    const { message, get } = setUp();
    const only = await message(1);
    await get(2);
    only.release();
    expect(() => only.release()).toThrow(/released more often/);
  });
});
