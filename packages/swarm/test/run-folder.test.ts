import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measureSource, prepareSource } from '../src/launcher/source.ts';
import { RunFolder } from '../src/run-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

const never = new AbortController().signal;

describe('the folder of a run', () => {
  test('is made with all that leads to it', async () => {
    const path = join(await temporaryFolder(), 'runs', 'one');
    const folder = await RunFolder.create(path, undefined);
    await folder.writeManifest({ a: 1 });
    expect(await readdir(path)).toEqual(['content', 'manifest.json']);
    await folder.deleteContent();
    expect(await readdir(path)).toEqual(['manifest.json']);
    expect(JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8'))).toEqual({ a: 1 });
  });

  test('must be empty: nothing of an earlier run is mixed in', async () => {
    const path = await temporaryFolder();
    await writeFile(join(path, 'old'), '');
    await expect(RunFolder.create(path, undefined)).rejects.toThrow(
      `${path} is not empty; name a new folder with --out`,
    );
  });

  test('must not be a file', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, '');
    await expect(RunFolder.create(path, undefined)).rejects.toThrow(`${path} can't be used for the run`);
  });

  test('must not lie in what is shared, also not by way of a link', async () => {
    const dir = await temporaryFolder();
    await mkdir(join(dir, 'music'));
    await symlink('music', join(dir, 'link'));
    for (const source of ['music', 'link']) {
      await expect(RunFolder.create(join(dir, 'music', 'runs', 'one'), join(dir, source))).rejects.toThrow(
        'name a folder outside of it with --out',
      );
    }
    expect(await readdir(join(dir, 'music'))).toEqual([]);
  });

  test('may have a name that only begins like that of what is shared', async () => {
    const dir = await temporaryFolder();
    await mkdir(join(dir, 'a'));
    await expect(RunFolder.create(join(dir, 'a-runs'), join(dir, 'a'))).resolves.toBeInstanceOf(RunFolder);
  });
});

describe("the user's content", () => {
  test.each<[string, string, (path: string) => Promise<unknown>]>([
    ['that is not there', 'there is no file or folder', async () => {}],
    ['that is empty', 'is empty', (path) => writeFile(path, '')],
  ])('%s is refused before anything is made', async (_, words, make) => {
    const path = join(await temporaryFolder(), 'content');
    await make(path);
    await expect(measureSource({ path })).rejects.toThrow(words);
  });

  test('is read where it lies, under its own name', async () => {
    const dir = await temporaryFolder();
    await writeFile(join(dir, 'real'), 'x');
    await symlink('real', join(dir, 'link'));
    const source = await prepareSource({ path: join(dir, 'link') }, 1, 'unused', never);
    expect(source).toEqual({ path: join(dir, 'real'), dir });
    expect(await readdir(dir)).toEqual(['link', 'real']);
  });
});
