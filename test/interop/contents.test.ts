import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { contents, differences, makeContent } from './contents.ts';

test('a file that is missing, or has other bytes, is noticed', () => {
  const dir = temporaryFolder();
  const made = makeContent(contents.folder, dir);
  expect(differences(made, dir)).toEqual([]);
  const [first = '', second = ''] = Object.keys(contents.folder.files);
  rmSync(join(dir, first));
  writeFileSync(join(dir, second), new Uint8Array(contents.folder.files[second as keyof typeof contents.folder.files]));
  expect(differences(made, dir)).toEqual([`${first} is missing`, `${second} has another SHA-256`]);
});
