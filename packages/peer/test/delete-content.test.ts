import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteContent } from '../src/io/delete-content.ts';
import { lockContent } from '../src/io/lock/content-lock.ts';
import { type FileOfTorrent, fileTorrent, folderTorrent, someBytes, writeFiles } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const FILES: FileOfTorrent[] = [
  { path: ['a'], bytes: someBytes(10) },
  { path: ['empty'], bytes: new Uint8Array(0) },
  { path: ['.pad', '0'], bytes: new Uint8Array(5), attr: 'p' },
  { path: ['deep', 'er', 'b'], bytes: someBytes(20) },
  { path: ['deep', 'c'], bytes: someBytes(30) },
];
const TREE = folderTorrent('tree', FILES, 16_384);

const treeIn = (name = 'tree'): string => {
  const dir = temporaryFolder();
  writeFiles(dir, name, FILES);
  return dir;
};

describe('deleting the content of a torrent', () => {
  it.each(['tree', 'tree.part'])('takes all of its files and folders, called %s', async (name) => {
    const dir = treeIn(name);
    expect(await deleteContent(TREE, dir)).toBe(4);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('leaves what is not its own', async () => {
    const dir = treeIn();
    writeFileSync(join(dir, 'tree', 'deep', 'mine'), 'mine');
    writeFileSync(join(dir, 'tree.part'), 'other');
    expect(await deleteContent(TREE, dir)).toBe(4);
    expect(readdirSync(dir)).toEqual(['tree', 'tree.part']);
    expect(readdirSync(join(dir, 'tree', 'deep'))).toEqual(['mine']);
  });

  it('follows no link, and deletes none', async () => {
    const precious = treeIn('er');
    writeFileSync(join(precious, 'er', 'b'), 'precious');
    writeFileSync(join(precious, 'a'), 'precious');
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'tree', 'deep'), { recursive: true });
    symlinkSync(join(precious, 'er'), join(dir, 'tree', 'deep', 'er'));
    symlinkSync(join(precious, 'a'), join(dir, 'tree', 'a'));
    expect(await deleteContent(TREE, dir)).toBe(0);
    expect(existsSync(join(precious, 'er', 'b'))).toBe(true);
    expect(existsSync(join(precious, 'a'))).toBe(true);
    expect(readdirSync(join(dir, 'tree'))).toEqual(['a', 'deep']);
  });

  it('takes a folder in the place of a file for somebody else’s', async () => {
    const dir = temporaryFolder();
    mkdirSync(join(dir, 'film', 'inside'), { recursive: true });
    expect(await deleteContent(fileTorrent('film', someBytes(5), 16_384), dir)).toBe(0);
    expect(existsSync(join(dir, 'film', 'inside'))).toBe(true);
  });

  it('has nothing to do where nothing is', async () => {
    expect(await deleteContent(TREE, temporaryFolder())).toBe(0);
    await expect(deleteContent(TREE, join(temporaryFolder(), 'nowhere'))).rejects.toMatchObject({
      code: 'not-a-folder',
    });
  });

  it('does not take it from another daemon', async () => {
    const dir = treeIn();
    const lock = await lockContent(dir, 'tree');
    await expect(deleteContent(TREE, dir)).rejects.toMatchObject({ code: 'in-use' });
    await lock.release();
    expect(await deleteContent(TREE, dir)).toBe(4);
  });

  it('goes through a thousand files', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      path: [`${index % 7}`, `${index}`],
      bytes: someBytes(1),
    }));
    const dir = temporaryFolder();
    writeFiles(dir, 'many', many);
    expect(await deleteContent(folderTorrent('many', many, 16_384), dir)).toBe(1000);
    expect(readdirSync(dir)).toEqual([]);
  });
});
