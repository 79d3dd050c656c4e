import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OpenMode, openInside } from '../src/io/storage/open-inside.ts';
import { StorageError } from '../src/io/storage/storage-error.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const codeOf = (root: string, path: readonly string[], mode: OpenMode): string | undefined => {
  try {
    const fd = openInside(root, path, mode);
    if (fd !== undefined) closeSync(fd);
    return undefined;
  } catch (error) {
    if (error instanceof StorageError) return error.code;
    throw error;
  }
};

describe('openInside', () => {
  it('makes folders and files to write, and none to read', () => {
    const root = temporaryFolder();
    expect(openInside(root, ['a', 'b', 'file'], 'read')).toBeUndefined();
    expect(existsSync(join(root, 'a'))).toBe(false);
    expect(codeOf(root, ['a', 'b', 'file'], 'write')).toBeUndefined();
    expect(existsSync(join(root, 'a', 'b', 'file'))).toBe(true);
  });

  it.each(['read', 'write'] as const)(
    'follows no symbolic link to %s, be it the file, a folder, or dangling',
    (mode) => {
      const outside = temporaryFolder();
      writeFileSync(join(outside, 'secret'), 'secret');
      const root = temporaryFolder();
      symlinkSync(join(outside, 'secret'), join(root, 'file'));
      symlinkSync(outside, join(root, 'folder'));
      symlinkSync(join(outside, 'new'), join(root, 'dangling'));
      mkdirSync(join(root, 'inner'));
      symlinkSync('../..', join(root, 'inner', 'up'));
      expect(codeOf(root, ['file'], mode)).toBe('symlink');
      expect(codeOf(root, ['folder', 'secret'], mode)).toBe('symlink');
      expect(codeOf(root, ['dangling'], mode)).toBe('symlink');
      expect(codeOf(root, ['inner', 'up', 'file'], mode)).toBe('symlink');
      expect(existsSync(join(outside, 'new'))).toBe(false);
      expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    },
  );

  it('opens nothing outside the folder', () => {
    const root = temporaryFolder();
    for (const path of [['..', 'file'], ['a', '..', '..', 'file'], ['../file'], ['/etc/passwd'], ['']]) {
      expect(codeOf(root, path, 'write'), path.join('|')).toBe('outside');
    }
  });

  it('says when a folder stands in the place of a file, or a file in the place of a folder', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'folder'));
    writeFileSync(join(root, 'file'), '');
    expect(codeOf(root, ['folder'], 'write')).toBe('not-a-file');
    expect(codeOf(root, ['file', 'below'], 'write')).toBe('not-a-folder');
  });

  it('does not wait for the other end of a named pipe', () => {
    const root = temporaryFolder();
    execFileSync('/usr/bin/env', ['mkfifo', join(root, 'pipe')]);
    expect(codeOf(root, ['pipe'], 'read')).toBe('not-a-file');
    expect(codeOf(root, ['pipe'], 'write')).toBe('not-a-file');
  });
});
