import { existsSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metainfo } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileSelection } from '../src/file-selection.ts';
import { ContentPlace } from '../src/io/storage/content-place.ts';
import { ContentStamps } from '../src/io/storage/content-stamps.ts';
import { MISSING, stampAt } from '../src/io/storage/file-stamp.ts';
import { OpenFiles } from '../src/io/storage/open-files.ts';
import { StorageError } from '../src/io/storage/storage-error.ts';
import { TorrentStorage } from '../src/io/storage/torrent-storage.ts';
import { type FileOfTorrent, folderTorrent, someBytes } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const openFiles = (limit = 100): OpenFiles =>
  new OpenFiles(limit, (error) => {
    throw error;
  });

/** The storage of content as it is found in a folder. */
const storageIn = (
  dir: string,
  torrent: Metainfo,
  files = openFiles(),
  onDoubt = (_: number, path: string): Promise<void> =>
    Promise.reject(new StorageError('changed', `${path} was touched`)),
  selection = new FileSelection(torrent),
): TorrentStorage => {
  const place = new ContentPlace(dir, torrent);
  const found = torrent.files.map(({ padding }, file) =>
    padding ? MISSING : stampAt(join(dir, ...place.namesOf(file))),
  );
  const stamps = new ContentStamps(found);
  return new TorrentStorage(torrent, { place, selection, openFiles: files, stamps, onDoubt });
};

const layout = fc.array(
  fc.record({ length: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3000 })), padding: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

const filesOf = (sizes: readonly { readonly length: number; readonly padding: boolean }[]): FileOfTorrent[] =>
  sizes.map(({ length, padding }, index) =>
    padding && length > 0
      ? { path: ['.pad', String(index)], bytes: new Uint8Array(length), attr: 'p' }
      : { path: [`folder ${index % 3}`, `file ${index}`], bytes: someBytes(length, index) },
  );

/** In pieces, so that some lie across files, or inside one, or across many. */
const split = (bytes: Uint8Array, length: number): { at: number; part: Uint8Array }[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) => ({
    at: i * length,
    part: bytes.subarray(i * length, (i + 1) * length),
  }));

describe('TorrentStorage', () => {
  it('holds any layout of files like one flat buffer, in any order of writes, with few files open', async () => {
    await fc.assert(
      fc.asyncProperty(layout, fc.integer({ min: 1, max: 4000 }), fc.integer(), async (sizes, pieceLength, order) => {
        const files = filesOf(sizes);
        const flat = Buffer.concat(files.map(({ bytes }) => bytes));
        fc.pre(flat.length > 0);
        const torrent = folderTorrent('name', files, pieceLength);
        const handles = openFiles(2);
        const dir = temporaryFolder();
        const storage = storageIn(dir, torrent, handles);
        const pieces = split(flat, pieceLength).toSorted((a, b) => ((a.at ^ order) % 7) - ((b.at ^ order) % 7));
        for (const { at, part } of pieces) await storage.write(at, part);
        expect(handles.size).toBeLessThanOrEqual(2);

        for (const { at, part } of split(flat, 777)) {
          const views = split(part, 100).map(({ part: view }) => new Uint8Array(view.length));
          await storage.read(at, views);
          expect(Buffer.concat(views).equals(part)).toBe(true);
        }

        await storage.finish();
        for (const { path, bytes, attr } of files) {
          const file = join(dir, 'name', ...path);
          expect(existsSync(file), file).toBe(attr === undefined);
          if (attr === undefined) expect(readFileSync(file).equals(bytes), file).toBe(true);
        }
        storage.close();
        expect(handles.size).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the content under another name until it is finished', async () => {
    const dir = temporaryFolder();
    const torrent = folderTorrent('music', [{ path: ['a'], bytes: someBytes(100) }], 64);
    const storage = storageIn(dir, torrent);
    await storage.write(0, someBytes(100));
    expect(existsSync(join(dir, 'music'))).toBe(false);
    expect(existsSync(join(dir, 'music.part', 'a'))).toBe(true);
    await storage.finish();
    expect(existsSync(join(dir, 'music.part'))).toBe(false);
    expect(readFileSync(join(dir, 'music', 'a')).equals(someBytes(100))).toBe(true);
    storage.close();
  });

  it('cuts a file that is too long and makes executable ones executable', async () => {
    const dir = temporaryFolder();
    const file: FileOfTorrent = { path: ['run'], bytes: someBytes(100), attr: 'x' };
    const storage = storageIn(dir, folderTorrent('tools', [file], 64));
    await storage.write(0, someBytes(100));
    storage.close();
    writeFileSync(join(dir, 'tools.part', 'run'), someBytes(200));
    const again = storageIn(dir, folderTorrent('tools', [file], 64));
    await again.write(0, file.bytes);
    await again.finish();
    const stats = statSync(join(dir, 'tools', 'run'));
    expect(stats.size).toBe(100);
    expect(stats.mode & 0o100).toBe(0o100);
    again.close();
  });

  it('asks about a file that went away, became shorter or was touched, and hands out none of its bytes', async () => {
    const dir = temporaryFolder();
    const torrent = folderTorrent('name', [{ path: ['a'], bytes: someBytes(100) }], 64);
    const file = join(dir, 'name.part', 'a');
    const doubted: string[] = [];
    const storage = storageIn(dir, torrent, openFiles(), async (_, path) => {
      doubted.push(path);
      if (doubted.length % 2 === 1) throw new StorageError('changed', 'gone');
      // Looked at, and found to be right.
      storage.stamps.accept(0, stampAt(file));
    });
    await storage.write(0, someBytes(100));
    const read = async (): Promise<Uint8Array> => {
      const bytes = new Uint8Array(100);
      await storage.read(0, [bytes]);
      return bytes;
    };
    expect(await read()).toEqual(someBytes(100));
    const changes = [
      () => truncateSync(file, 50),
      () => utimesSync(file, 1, 1),
      () => {
        rmSync(file);
        writeFileSync(file, someBytes(100));
      },
    ];
    for (const change of changes) {
      change();
      await expect(read()).rejects.toMatchObject({ code: 'changed' });
      writeFileSync(file, someBytes(100));
      expect(await read()).toEqual(someBytes(100));
    }
    expect(doubted).toEqual(new Array(6).fill(file));
    rmSync(file);
    await expect(read()).rejects.toMatchObject({ code: 'changed' });
    storage.close();
  });

  it('notices before a write of its own that somebody else has written', async () => {
    const dir = temporaryFolder();
    const torrent = folderTorrent('name', [{ path: ['a'], bytes: someBytes(100) }], 64);
    const doubted: string[] = [];
    const storage = storageIn(dir, torrent, openFiles(), async (_, path) => void doubted.push(path));
    await storage.write(0, someBytes(64));
    await storage.write(64, someBytes(36));
    expect(doubted).toEqual([]);
    writeFileSync(join(dir, 'name.part', 'a'), someBytes(100, 2));
    await storage.write(64, someBytes(36));
    expect(doubted).toEqual([join(dir, 'name.part', 'a')]);
    storage.close();
  });
});
