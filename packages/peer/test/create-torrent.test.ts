import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent, inspectTorrent, verifyTorrent } from '@seedbed/peer';
import { parseMetainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { createHashBoard, type HashJob } from '../src/io/hashing/hash-job.ts';
import { runHashJob } from '../src/io/hashing/run-hash-job.ts';
import { sha1, someBytes } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const PIECE = 16 * 1024;

const write = (dir: string, path: string, bytes: Uint8Array): void => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), bytes);
};

describe('createTorrent', () => {
  it('describes one file, and what it describes is found to be right', async () => {
    const dir = temporaryFolder();
    write(dir, 'film', someBytes(5 * PIECE + 1));
    const progress: string[] = [];
    const bytes = await createTorrent(join(dir, 'film'), {
      pieceLength: PIECE,
      announceTiers: [['http://127.0.0.1:1/announce']],
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });
    const metainfo = parseMetainfo(bytes, sha1);
    expect(metainfo).toMatchObject({
      name: 'film',
      multiFile: false,
      announceTiers: [['http://127.0.0.1:1/announce']],
    });
    expect(metainfo.geometry).toMatchObject({ totalLength: 5 * PIECE + 1, pieceLength: PIECE, pieceCount: 6 });
    expect(progress.at(-1)).toBe('6/6');
    expect((await verifyTorrent(metainfo, dir)).isFull).toBe(true);
  });

  it('describes a folder in the order of the bytes of its names, the same each time', async () => {
    const dir = temporaryFolder();
    for (const path of ['b', 'a/z', 'a/é', 'a-', 'B', 'a/empty', '\u{1f600}', '\uff5e']) {
      write(dir, join('tree', path), path.endsWith('empty') ? new Uint8Array(0) : someBytes(5000, path.length));
    }
    mkdirSync(join(dir, 'tree', 'nothing in it'));
    const bytes = await createTorrent(join(dir, 'tree'), { pieceLength: PIECE });
    const metainfo = parseMetainfo(bytes, sha1);
    expect(metainfo.files.map(({ path }) => path.slice(1).join('/'))).toEqual([
      'B',
      'a/empty',
      'a/z',
      'a/é',
      'a-',
      'b',
      '\uff5e',
      '\u{1f600}',
    ]);
    expect(await createTorrent(join(dir, 'tree'), { pieceLength: PIECE })).toEqual(bytes);
    expect(await inspectTorrent(metainfo, dir)).toMatchObject({ isComplete: true, problems: [] });
  });

  it('follows no symbolic link and says what it leaves out', async () => {
    const dir = temporaryFolder();
    write(dir, 'secret', someBytes(10));
    write(dir, 'tree/file', someBytes(10));
    symlinkSync('../secret', join(dir, 'tree', 'link'));
    symlinkSync('..', join(dir, 'tree', 'up'));
    const skipped: string[] = [];
    const bytes = await createTorrent(join(dir, 'tree'), { onSkipped: (path) => skipped.push(path) });
    expect(parseMetainfo(bytes, sha1).files.map(({ path }) => path)).toEqual([['tree', 'file']]);
    expect(skipped).toEqual([join(dir, 'tree', 'link'), join(dir, 'tree', 'up')]);
  });

  it('names the first name that others could not have, with its folders, and how many more there are', async () => {
    const dir = join(temporaryFolder(), 'album');
    mkdirSync(join(dir, 'deep', 'two\nlines'), { recursive: true });
    writeFileSync(join(dir, 'deep', 'back\\slash'), 'x');
    await expect(createTorrent(dir)).rejects.toMatchObject({
      name: 'MetainfoError',
      code: 'bad-name',
      message: `"album/deep/back\\\\slash" can't be shared: others would get "back_slash", rename it first`,
    });
    writeFileSync(join(dir, 'deep', 'two\nlines', 'x'), 'x');
    writeFileSync(join(dir, 'deep', 'two\nlines', 'y'), 'y');
    writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), Uint8Array.of(255)]), 'z');
    await expect(createTorrent(dir)).rejects.toThrow(
      `"album/deep/back\\\\slash" can't be shared: others would get "back_slash", rename it first (and 2 more with such names)`,
    );
  });

  it('refuses what holds no bytes or is not there, naming it', async () => {
    const dir = temporaryFolder();
    write(dir, 'tree/empty', new Uint8Array(0));
    await expect(createTorrent(join(dir, 'tree'))).rejects.toThrow(/tree holds no bytes/);
    await expect(createTorrent(join(dir, 'nothing'))).rejects.toThrow(/no file or folder .*nothing/);
  });

  it('refuses a piece length that can not be before it hashes anything', async () => {
    const dir = temporaryFolder();
    write(dir, 'film', someBytes(10));
    await expect(createTorrent(join(dir, 'film'), { pieceLength: 0 })).rejects.toMatchObject({ name: 'MetainfoError' });
  });

  it('stops when it is told to', async () => {
    const dir = temporaryFolder();
    write(dir, 'film', someBytes(10));
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(createTorrent(join(dir, 'film'), { signal })).rejects.toThrow('stop');
  });
});

describe('runHashJob', () => {
  it('gives the same hashes in worker threads as between other work', async () => {
    const dir = temporaryFolder();
    const content = someBytes(37 * PIECE + 100);
    write(dir, 'film', content);
    const file = { path: ['film'], length: content.length, offset: 0, padding: false };
    const job: HashJob = { root: dir, files: [file], totalLength: content.length, pieceLength: PIECE };
    const inline = await runHashJob(job, { workers: 0 });
    const progress: number[] = [];
    const threads = await runHashJob(job, { workers: 2, onProgress: (done) => progress.push(done) });
    expect(threads.digests).toEqual(inline.digests);
    expect(threads.states).toEqual(inline.states);
    expect(progress.at(-1)).toBe(38);
    expect(inline.digests.slice(0, 20)).toEqual(new Uint8Array(sha1(content.subarray(0, PIECE))));
  });

  it('hashes pieces that are larger than what is read at once', async () => {
    const dir = temporaryFolder();
    const content = someBytes(3 * 1024 * 1024 + 5);
    write(dir, 'film', content);
    const file = { path: ['film'], length: content.length, offset: 0, padding: false };
    const job: HashJob = { root: dir, files: [file], totalLength: content.length, pieceLength: 4 * 1024 * 1024 };
    expect((await runHashJob(job, { workers: 0 })).digests).toEqual(new Uint8Array(sha1(content)));
  });

  it('ends its threads when it is told to stop', async () => {
    const dir = temporaryFolder();
    write(dir, 'film', someBytes(10 * PIECE));
    const file = { path: ['film'], length: 10 * PIECE, offset: 0, padding: false };
    const job: HashJob = { root: dir, files: [file], totalLength: 10 * PIECE, pieceLength: PIECE };
    const abort = new AbortController();
    const hashing = runHashJob(job, { workers: 2, signal: abort.signal, board: createHashBoard(10) });
    abort.abort(new Error('stop'));
    await expect(hashing).rejects.toThrow('stop');
  });
});

describe('inspectTorrent', () => {
  const setUp = async (): Promise<{ dir: string; inspect: () => ReturnType<typeof inspectTorrent> }> => {
    const dir = temporaryFolder();
    for (const [index, name] of ['a', 'b', 'c'].entries()) write(dir, `tree/${name}`, someBytes(PIECE, index + 1));
    const metainfo = parseMetainfo(await createTorrent(join(dir, 'tree'), { pieceLength: PIECE }), sha1);
    return { dir, inspect: () => inspectTorrent(metainfo, dir) };
  };

  it('finds a wrong byte by its hash', async () => {
    const { dir, inspect } = await setUp();
    const bytes = someBytes(PIECE, 2);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    write(dir, 'tree/b', bytes);
    const { have, problems, isComplete } = await inspect();
    expect([have.has(0), have.has(1), have.has(2)]).toEqual([true, false, true]);
    expect(problems).toEqual([]);
    expect(isComplete).toBe(false);
  });

  it('tells which files are too short, too long, missing, or something else', async () => {
    const { dir, inspect } = await setUp();
    truncateSync(join(dir, 'tree', 'a'), PIECE - 1);
    write(dir, 'tree/b', someBytes(PIECE + 1, 2));
    rmSync(join(dir, 'tree', 'c'));
    symlinkSync('a', join(dir, 'tree', 'c'));
    const { have, problems } = await inspect();
    expect(have.isEmpty).toBe(true);
    expect(problems.map(({ path, problem }) => [path.slice(-1), problem])).toEqual([
      ['a', 'too-short'],
      ['b', 'too-long'],
      ['c', 'obstructed'],
    ]);
  });

  it('finds nothing where there is nothing, and names the folder that is none', async () => {
    const { dir, inspect } = await setUp();
    rmSync(join(dir, 'tree'), { recursive: true });
    const found = await inspect();
    expect(found).toMatchObject({ isFinal: false, isComplete: false });
    expect(found.have.isEmpty).toBe(true);
    const metainfo = parseMetainfo(await createTorrent(writeFile(dir)), sha1);
    await expect(inspectTorrent(metainfo, join(dir, 'file'))).rejects.toMatchObject({ code: 'not-a-folder' });
    await expect(inspectTorrent(metainfo, join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'not-a-folder' });
  });
});

const writeFile = (dir: string): string => {
  write(dir, 'file', someBytes(10));
  return join(dir, 'file');
};
