import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { GeneratedContent } from '../src/io/storage/generated-content.ts';

const bytesOf = (seedValue: number, offset: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  new GeneratedContent(seedValue).read(offset, [bytes]);
  return bytes;
};

test('the same seed value gives the same bytes, on every machine and for ever', () => {
  const sum = createHash('sha256')
    .update(bytesOf(1, 0, 3_000_000))
    .digest('hex');
  expect(sum).toBe('78944331aea815c5b4c69be798012430c165fae792231a9b0ab683f4c4a1ee19');
});

test('another seed value gives other bytes', () => {
  expect(bytesOf(7, 0, 64).equals(bytesOf(8, 0, 64))).toBe(false);
});

test.each([
  [0, [16]],
  [1, [1, 2, 3]],
  [15, [2, 16 * 1024]],
  [1_048_575, [2]],
  [1_500_001, [100_000, 0, 1, 1_200_000]],
])('from byte %i on it is what stands there, over views of %j bytes', (offset, lengths) => {
  const views = lengths.map((length) => Buffer.alloc(length));
  new GeneratedContent(7).read(offset, views);
  expect(Buffer.concat(views).equals(bytesOf(7, 0, 3_000_000).subarray(offset, offset + sum(lengths)))).toBe(true);
});

test('the far end of a large content is as quick to reach as its beginning, and of its own', () => {
  const far = 2 ** 45 + 5;
  expect(bytesOf(7, far, 64).equals(bytesOf(7, far - 5, 69).subarray(5))).toBe(true);
  expect(bytesOf(7, far, 64).equals(bytesOf(7, 5, 64))).toBe(false);
});

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
