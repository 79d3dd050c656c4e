import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpenFiles } from '../src/io/storage/open-files.ts';
import { TorrentStorage } from '../src/io/storage/torrent-storage.ts';
import { type FileOfTorrent, folderTorrent, someBytes } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const openFiles = (limit = 100): OpenFiles =>
  new OpenFiles(limit, (error) => {
    throw error;
  });

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
        const storage = new TorrentStorage(torrent, dir, handles);
        const pieces = split(flat, pieceLength).toSorted((a, b) => ((a.at ^ order) % 7) - ((b.at ^ order) % 7));
        for (const { at, part } of pieces) await storage.write(at, part);
        expect(handles.size).toBeLessThanOrEqual(2);

        for (const { at, part } of split(flat, 777)) {
          const views = split(part, 100).map(({ part: view }) => new Uint8Array(view.length));
          await storage.read(at, views);
          expect(Buffer.concat(views).equals(part)).toBe(true);
        }

        storage.finish();
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
    const storage = new TorrentStorage(torrent, dir, openFiles());
    await storage.write(0, someBytes(100));
    expect(existsSync(join(dir, 'music'))).toBe(false);
    expect(existsSync(join(dir, 'music.part', 'a'))).toBe(true);
    storage.finish();
    expect(existsSync(join(dir, 'music.part'))).toBe(false);
    expect(readFileSync(join(dir, 'music', 'a')).equals(someBytes(100))).toBe(true);
    storage.close();
  });

  it('cuts a file that is too long and makes executable ones executable', async () => {
    const dir = temporaryFolder();
    const file: FileOfTorrent = { path: ['run'], bytes: someBytes(100), attr: 'x' };
    const storage = new TorrentStorage(folderTorrent('tools', [file], 64), dir, openFiles());
    await storage.write(0, someBytes(100));
    storage.close();
    writeFileSync(join(dir, 'tools.part', 'run'), someBytes(200));
    const again = new TorrentStorage(folderTorrent('tools', [file], 64), dir, openFiles());
    await again.write(0, file.bytes);
    again.finish();
    const stats = statSync(join(dir, 'tools', 'run'));
    expect(stats.size).toBe(100);
    expect(stats.mode & 0o100).toBe(0o100);
    again.close();
  });

  it('says which file went away or became shorter', async () => {
    const dir = temporaryFolder();
    const torrent = folderTorrent('name', [{ path: ['a'], bytes: someBytes(100) }], 64);
    const storage = new TorrentStorage(torrent, dir, openFiles());
    await expect(storage.read(0, [new Uint8Array(10)])).rejects.toMatchObject({
      name: 'StorageError',
      code: 'changed',
      message: `${join(dir, 'name.part', 'a')} is gone`,
    });
    await storage.write(0, someBytes(50));
    await expect(storage.read(0, [new Uint8Array(100)])).rejects.toMatchObject({ code: 'changed' });
    storage.close();
  });
});
