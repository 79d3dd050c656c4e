import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedContent, writeGeneratedContent } from '../../src/launcher/generated-content.ts';
import { hashFile } from '../../src/launcher/hash-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const never = new AbortController().signal;

const bytesOf = (size: number, seedValue: number): Buffer => Buffer.concat([...generatedContent(size, seedValue)]);

test('the same seed value gives the same bytes, on every machine and for ever', () => {
  const sum = createHash('sha256').update(bytesOf(3_000_000, 1)).digest('hex');
  expect(sum).toBe('78944331aea815c5b4c69be798012430c165fae792231a9b0ab683f4c4a1ee19');
});

test('a longer content begins like a shorter one, another seed value gives other bytes', () => {
  expect(bytesOf(2_000_001, 7).subarray(0, 1_500_000).equals(bytesOf(1_500_000, 7))).toBe(true);
  expect(bytesOf(64, 7).equals(bytesOf(64, 8))).toBe(false);
});

test('it is written whole, and its sum is that of the bytes', async () => {
  const file = join(await temporaryFolder(), 'content');
  await writeGeneratedContent(file, 2_500_000, 3, never);
  expect((await stat(file)).size).toBe(2_500_000);
  expect(await hashFile(file, never)).toBe(createHash('sha256').update(bytesOf(2_500_000, 3)).digest('hex'));
});

test('both end with the reason of the signal', async () => {
  const file = join(await temporaryFolder(), 'content');
  const aborted = AbortSignal.abort(new Error('enough'));
  await expect(writeGeneratedContent(file, 5_000_000, 3, aborted)).rejects.toThrow('enough');
  await expect(hashFile(file, aborted)).rejects.toThrow('enough');
});
