import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ContentLock, lockByFile, lockContent } from '../src/io/folder-lock.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

type Lock = (dir: string, name: string) => Promise<ContentLock>;

describe.each<[string, Lock]>([
  ['lockContent', lockContent],
  ['lockByFile', lockByFile],
])('%s', (_, lock) => {
  it('gives content to one owner at a time', async () => {
    const dir = temporaryFolder();
    const first = await lock(dir, 'film');
    await expect(lock(dir, 'film')).rejects.toMatchObject({ name: 'StorageError', code: 'in-use' });
    const other = await lock(dir, 'book');
    await first.release();
    const second = await lock(dir, 'film');
    await second.release();
    await other.release();
  });
});

describe('lockByFile', () => {
  it('takes over what a dead process left', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, '.film.lock'), '999999999');
    const lock = await lockByFile(dir, 'film');
    await lock.release();
  });
});
