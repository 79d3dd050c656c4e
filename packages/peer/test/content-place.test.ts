import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContentPlace, unfinishedName } from '../src/io/storage/content-place.ts';
import { type FileOfTorrent, fileTorrent, folderTorrent, someBytes, writeFiles } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const FILM = fileTorrent('film', someBytes(5), 16);
const FILES: FileOfTorrent[] = [
  { path: ['a'], bytes: someBytes(10) },
  { path: ['deep', 'b'], bytes: someBytes(20) },
  { path: ['.pad', '0'], bytes: new Uint8Array(5), attr: 'p' },
  { path: ['deep', 'c'], bytes: someBytes(30) },
];
const TREE = folderTorrent('tree', FILES, 16);

/** Every file below a folder, in order. */
const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
    .toSorted();

describe('the place of one file', () => {
  it('is the unfinished name, and in one step the final one', () => {
    const dir = temporaryFolder();
    const place = new ContentPlace(dir, FILM);
    place.beginWriting(0);
    expect(place.path).toBe(join(dir, 'film.part'));
    writeFileSync(place.path, 'content');
    place.finishFile(0);
    expect(place.path).toBe(join(dir, 'film'));
    expect(readFileSync(place.path, 'utf8')).toBe('content');
  });

  it('is what an earlier run left unfinished', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'film.part'), 'half');
    expect(new ContentPlace(dir, FILM).isFinal).toBe(false);
  });

  it('stays the final one until something is to be written', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'film'), 'content');
    const place = new ContentPlace(dir, FILM);
    expect(place.isFinal).toBe(true);
    place.finishFile(0);
    expect(readdirSync(dir)).toEqual(['film']);
    place.beginWriting(0);
    expect(readdirSync(dir)).toEqual(['film.part']);
  });

  it('is never written over when something is in the way', () => {
    const dir = temporaryFolder();
    const place = new ContentPlace(dir, FILM);
    writeFileSync(join(dir, 'film.part'), 'new');
    writeFileSync(join(dir, 'film'), 'the user put this here');
    expect(() => place.finishFile(0)).toThrow(/in its way/);
    expect(() => new ContentPlace(dir, FILM).beginWriting(0)).toThrow(/exists too/);
    expect(readFileSync(join(dir, 'film'), 'utf8')).toBe('the user put this here');
  });
});

describe('the place of a folder', () => {
  it('gets its name in one step where nothing has it', () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree.part', FILES);
    const place = new ContentPlace(dir, TREE);
    expect([place.isFinal, place.isSplit]).toEqual([false, false]);
    expect(place.finishFolder()).toBe(true);
    expect([place.isFinal, filesIn(dir)]).toEqual([true, ['tree/a', 'tree/deep/b', 'tree/deep/c']]);
    mkdirSync(join(dir, 'tree.part'));
    expect(new ContentPlace(dir, TREE).finishFolder()).toBe(false);
  });

  it('is split where some files are finished and others are not, also for the next run', () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree.part', FILES);
    const place = new ContentPlace(dir, TREE);
    place.finishFile(1);
    place.tidy();
    expect(filesIn(dir)).toEqual(['tree.part/a', 'tree.part/deep/c', 'tree/deep/b']);
    for (const view of [place, new ContentPlace(dir, TREE)]) {
      expect([view.isSplit, view.path]).toEqual([true, join(dir, 'tree')]);
      expect([0, 1, 3].map((file) => view.namesOf(file).join('/'))).toEqual([
        'tree.part/a',
        'tree/deep/b',
        'tree.part/deep/c',
      ]);
    }
    for (const file of [0, 3]) place.finishFile(file);
    place.tidy();
    expect(place.isFinal).toBe(true);
    expect(readdirSync(dir)).toEqual(['tree']);
  });

  it('lets a damaged file go back alone, and a missing one come', () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree', FILES.slice(0, 2));
    const place = new ContentPlace(dir, TREE);
    for (const file of [1, 3]) place.beginWriting(file);
    expect(filesIn(dir)).toEqual(['tree.part/deep/b', 'tree/a']);
    expect([0, 1, 3].map((file) => place.hasFinal(file))).toEqual([true, false, false]);
  });

  it('is never written over when a file is in the way', () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree.part', FILES);
    const place = new ContentPlace(dir, TREE);
    writeFiles(dir, 'tree', [{ path: ['a'], bytes: someBytes(3) }]);
    expect(place.finishFolder()).toBe(false);
    expect(() => place.finishFile(0)).toThrow(/in its way/);
    const later = new ContentPlace(dir, TREE);
    expect(() => later.beginWriting(0)).toThrow(/exists too/);
    expect(readFileSync(join(dir, 'tree', 'a')).equals(someBytes(3))).toBe(true);
  });

  it('follows no link when a file gets its name', () => {
    const [dir, precious] = [temporaryFolder(), temporaryFolder()];
    writeFiles(dir, 'tree.part', FILES);
    mkdirSync(join(dir, 'tree'));
    const place = new ContentPlace(dir, TREE);
    symlinkSync(precious, join(dir, 'tree', 'deep'));
    expect(() => place.finishFile(1)).toThrow(/symbolic link/);
    expect(existsSync(join(precious, 'b'))).toBe(false);
  });

  it('takes a file in the place of a folder for what it is', () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree.part', FILES);
    writeFileSync(join(dir, 'tree'), 'mine');
    const place = new ContentPlace(dir, TREE);
    expect([place.isFinal, place.finishFolder()]).toEqual([true, false]);
    expect(() => place.beginWriting(0)).toThrow(/exists too/);
    expect(() => new ContentPlace(join(dir, 'tree'), TREE)).toThrow(/is a file/);
  });

  it('leaves what is not the torrent’s below the unfinished name', () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree.part', [...FILES, { path: ['deep', 'mine'], bytes: someBytes(1) }]);
    const place = new ContentPlace(dir, TREE);
    for (const file of [0, 1, 3]) place.finishFile(file);
    place.tidy();
    expect(filesIn(join(dir, 'tree.part'))).toEqual(['deep/mine']);
  });
});

describe('the unfinished name', () => {
  it('stays within what file systems take', () => {
    expect(unfinishedName('film')).toBe('film.part');
    expect(Buffer.byteLength(unfinishedName('x'.repeat(255)))).toBe(255);
    const wide = unfinishedName('ü'.repeat(127));
    expect(Buffer.byteLength(wide)).toBeLessThanOrEqual(255);
    expect(wide).toMatch(/^ü+\.part$/);
  });
});
