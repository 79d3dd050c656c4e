import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeGeneratedContent } from '../../src/launcher/generated-content.ts';
import { hashFile } from '../../src/launcher/hash-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Of 2,500,000 bytes of seed value 3, on every machine and for ever. */
const SUM = 'f276d2e6ef444a693820bba8fcc0840e4ea5d27c2d32d1f31111fd26787597bf';

const never = new AbortController().signal;

test('it is written whole, and its sum is that of the bytes', async () => {
  const file = join(await temporaryFolder(), 'content');
  await writeGeneratedContent(file, 2_500_000, 3, never);
  expect((await stat(file)).size).toBe(2_500_000);
  expect(await hashFile(file, never)).toBe(SUM);
});

test('both end with the reason of the signal', async () => {
  const file = join(await temporaryFolder(), 'content');
  const aborted = AbortSignal.abort(new Error('enough'));
  await expect(writeGeneratedContent(file, 5_000_000, 3, aborted)).rejects.toThrow('enough');
  await expect(hashFile(file, aborted)).rejects.toThrow('enough');
});
