import { readdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders } from '../src/io/storage/make-folders.ts';
import { targetFolder } from '../src/io/storage/target-folder.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('makeFolders', () => {
  it('makes what is missing, follows links, and is content with what is there', () => {
    const dir = temporaryFolder();
    symlinkSync(dir, join(dir, 'link'));
    makeFolders(join(dir, 'link', 'a', 'b', 'c'));
    makeFolders(join(dir, 'a', 'b', 'c'));
    expect(statSync(join(dir, 'a', 'b', 'c')).isDirectory()).toBe(true);
  });

  it('names what is in the way', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'file'), '');
    symlinkSync(join(dir, 'nowhere'), join(dir, 'dangling'));
    expect(() => makeFolders(join(dir, 'file', 'a'))).toThrow(`${join(dir, 'file', 'a')} is a file, or lies below one`);
    expect(() => makeFolders(join(dir, 'dangling', 'a'))).toThrow(
      `${join(dir, 'dangling')} is a link that leads nowhere`,
    );
  });

  it('makes nothing outside of the folder it has to stay in, and that folder itself', () => {
    const dir = temporaryFolder();
    const outside = temporaryFolder();
    const root = join(dir, 'to', 'come');
    expect(targetFolder(join(root, 'a'), true, root)).toBe(join(realpathSync(root), 'a'));
    symlinkSync(outside, join(root, 'link'));
    symlinkSync(root, join(root, 'round'));
    symlinkSync(join(outside, 'nowhere'), join(root, 'dangling'));
    expect(() => targetFolder(join(root, 'link', 'b'), true, root)).toThrow(
      expect.objectContaining({ code: 'outside', message: expect.stringContaining('by a symbolic link') }),
    );
    expect(() => targetFolder(join(root, 'dangling', 'b'), true, root)).toThrow('is a link that leads nowhere');
    expect(targetFolder(join(root, 'round', 'c'), true, root)).toBe(join(realpathSync(root), 'c'));
    expect(readdirSync(outside)).toEqual([]);
  });

  // Where the recursive mkdir of Node never ends for root; others have no permission.
  it.runIf(process.platform === 'linux')('gives up where the system takes no folders', () => {
    const refusal = { name: 'StorageError', code: 'denied', message: expect.stringContaining('/proc/seedbed') };
    expect(() => makeFolders('/proc/seedbed/a')).toThrow(expect.objectContaining(refusal));
    expect(() => targetFolder('/proc/seedbed', true)).toThrow(expect.objectContaining(refusal));
  });
});
