import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { type FileOfTorrent, fileTorrent, folderTorrent, someBytes, writeFiles } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(3 * PIECE);
const FILES: FileOfTorrent[] = [
  { path: ['a'], bytes: someBytes(2 * PIECE, 1) },
  { path: ['deep', 'b'], bytes: someBytes(PIECE, 2) },
];
const file = fileTorrent('film', CONTENT, PIECE);
const folder = folderTorrent('tree', FILES, PIECE);

/** A folder in which the user has put something. */
const folderWith = (path: string, bytes: string | Uint8Array): string => {
  const dir = temporaryFolder();
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), bytes);
  return dir;
};

const refusal = (path: string) => ({
  name: 'StorageError',
  code: 'foreign',
  message: `${path} is there already and holds nothing of this torrent: move it away, or --force to replace it`,
});

describe('what has the name of the content and nothing of it', () => {
  it.each<[string, Metainfo, string]>([
    ['a file', file, 'film'],
    ['a folder', folder, 'tree/deep/b'],
  ])('as %s is not touched', async (_, torrent, path) => {
    const dir = folderWith(path, 'mine');
    const { daemon } = await daemonAt('127.83.70.1');
    await expect(daemon.add(torrent, { dir })).rejects.toMatchObject(refusal(join(dir, torrent.name)));
    expect(readFileSync(join(dir, path), 'utf8')).toBe('mine');
    expect(readdirSync(dir)).toEqual([torrent.name]);
  });

  it.each<[string, boolean, string | Uint8Array]>([
    ['is replaced by force', true, 'mine'],
    ['is used when it is empty', false, ''],
    ['is repaired when a piece of it is right', false, CONTENT.subarray(0, PIECE)],
  ])('%s', async (_, force, bytes) => {
    const seed = await daemonAt('127.83.71.1');
    await complete(await seed.daemon.add(file, { dir: folderWith('film', CONTENT) }));
    const leech = await daemonAt('127.83.71.2');
    const dir = folderWith('film', bytes);
    await complete(await leech.daemon.add(file, { dir, force, connect: [seed.daemon.listen] }));
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
  });

  it('may be a folder with other files, which stay', async () => {
    const source = temporaryFolder();
    writeFiles(source, 'tree', FILES);
    const seed = await daemonAt('127.83.72.1');
    await complete(await seed.daemon.add(folder, { dir: source }));
    const leech = await daemonAt('127.83.72.2');
    const dir = folderWith('tree/notes', 'mine');
    await complete(await leech.daemon.add(folder, { dir, connect: [seed.daemon.listen] }));
    expect(readFileSync(join(dir, 'tree', 'notes'), 'utf8')).toBe('mine');
    expect(existsSync(join(dir, 'tree', 'deep', 'b'))).toBe(true);
  });
});
