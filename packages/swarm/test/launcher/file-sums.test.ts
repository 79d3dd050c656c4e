import { createHash } from 'node:crypto';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FileSum, firstDifference } from '../../src/launcher/file-sums.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const never = new AbortController().signal;
const CONTENT: readonly (readonly [path: string, text: string])[] = [
  ['tree/a', 'first'],
  ['tree/deep/b', 'second'],
  ['tree/empty', ''],
];
const sums: FileSum[] = CONTENT.map(([path, text]) => ({
  path,
  length: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
}));

const copy = async (): Promise<string> => {
  const dir = await temporaryFolder();
  await mkdir(join(dir, 'tree', 'deep'), { recursive: true });
  for (const [path, text] of CONTENT) await writeFile(join(dir, path), text);
  return dir;
};

describe('a copy', () => {
  test('with the bytes of the source is equal', async () => {
    expect(await firstDifference(sums, await copy(), never)).toBe(null);
  });

  test.each<[string, string, (path: string) => Promise<void>]>([
    ['with a byte more', 'tree/a', (path) => writeFile(path, 'first!')],
    ['with another byte', 'tree/deep/b', (path) => writeFile(path, 'secund')],
    ['without an empty file', 'tree/empty', (path) => rm(path)],
    [
      'with a folder for a file',
      'tree/a',
      async (path) => {
        await rm(path);
        await mkdir(path);
      },
    ],
    [
      'with a link to nowhere',
      'tree/a',
      async (path) => {
        await rm(path);
        await symlink('nowhere', path);
      },
    ],
  ])('%s differs', async (_, path, spoil) => {
    const dir = await copy();
    await spoil(join(dir, path));
    expect(await firstDifference(sums, dir, never)).toBe(path);
  });
});

test('a check that is broken off is not a difference', async () => {
  await expect(firstDifference(sums, await copy(), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
});
