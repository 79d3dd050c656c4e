import { chmodSync, closeSync, openSync, renameSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContentStamps } from '../src/io/storage/content-stamps.ts';
import { DOUBTFUL, MISSING, stampAt } from '../src/io/storage/file-stamp.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const setUp = () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, 'content');
  const stamps = new ContentStamps([stampAt(path)]);
  /** Somebody else at work, at a time that no clock tick hides. */
  let time = 1_000_000;
  const touch = (): void => utimesSync(path, time, ++time);
  return { path, stamps, touch };
};

describe('ContentStamps', () => {
  it('knows its own writes from those of others', () => {
    const { path, stamps, touch } = setUp();
    const fd = openSync(path, 'r+');
    expect(stamps.beginWrite(0, fd)).toBe(true);
    writeSync(fd, 'CON');
    touch();
    // Not to be told from our own.
    expect(stamps.isAsLeft(0, path)).toBe(true);
    stamps.endWrite(0, fd);
    expect(stamps.isAsLeft(0, path)).toBe(true);
    expect(stamps.takeChanged()).toEqual({ 0: stampAt(path) });
    expect(stamps.takeChanged()).toEqual({});
    touch();
    expect(stamps.isAsLeft(0, path)).toBe(false);
    expect(stamps.beginWrite(0, fd)).toBe(false);
    closeSync(fd);
  });

  it('notices that an open file has lost its name, and takes no offence at other rights', () => {
    const { path, stamps } = setUp();
    const fd = openSync(path, 'r+');
    chmodSync(path, 0o600);
    expect(stamps.isAsLeft(0, path)).toBe(true);
    expect(stamps.takeChanged()).toEqual({ 0: stampAt(path) });
    rmSync(path);
    expect(stamps.isAsLeft(0, path)).toBe(false);
    expect(stamps.beginWrite(0, fd)).toBe(false);
    closeSync(fd);
  });

  it('takes a file that it has made for its own, and no other', () => {
    const path = join(temporaryFolder(), 'file');
    const stamps = new ContentStamps([MISSING]);
    const fd = openSync(path, 'w+');
    expect(stamps.beginWrite(0, fd)).toBe(true);
    stamps.endWrite(0, fd);
    closeSync(fd);
    const others = new ContentStamps([MISSING]);
    writeFileSync(path, 'of somebody else');
    const again = openSync(path, 'r+');
    expect(others.beginWrite(0, again)).toBe(false);
    closeSync(again);
  });

  it('believes nothing of a doubtful file until it is accepted, and then what was written meanwhile', () => {
    const { path, stamps } = setUp();
    const fd = openSync(path, 'r+');
    stamps.doubt(0);
    expect([stamps.isAsLeft(0, path), stamps.all]).toEqual([false, [DOUBTFUL]]);
    const checked = stampAt(path);
    expect(stamps.beginWrite(0, fd)).toBe(false);
    writeSync(fd, 'CONTENT AND MORE');
    expect(stamps.isAsLeft(0, path)).toBe(false);
    stamps.endWrite(0, fd);
    expect(stamps.isAsLeft(0, path)).toBe(false);
    stamps.accept(0, checked);
    expect([stamps.isAsLeft(0, path), stamps.all]).toEqual([true, [stampAt(path)]]);
    closeSync(fd);
  });

  it('asks of a file whose times say nothing only that it is the same one, and remembers nothing of it', () => {
    const { path, stamps, touch } = setUp();
    stamps.ignoreTimes(0);
    touch();
    expect([stamps.isAsLeft(0, path), stamps.all]).toEqual([true, [DOUBTFUL]]);
    writeFileSync(`${path} 2`, 'content');
    renameSync(`${path} 2`, path);
    expect(stamps.isAsLeft(0, path)).toBe(false);
  });
});
