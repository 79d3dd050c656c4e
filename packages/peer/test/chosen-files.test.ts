import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectTorrent, type TorrentHandle } from '@seedbed/peer';
import { parseMetainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { type FileOfTorrent, folderTorrentFile, sha1, someBytes, writeFiles } from './support/content.ts';
import { controlled } from './support/control.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
/** Piece 1 holds the end of the first file, all of the next two, and the beginning of the last but one. */
const FILES: FileOfTorrent[] = [
  { path: ['long'], bytes: someBytes(PIECE + 5_000, 1) },
  { path: ['none'], bytes: new Uint8Array(0) },
  { path: ['deep', 'short'], bytes: someBytes(100, 2) },
  { path: ['next'], bytes: someBytes(3_000, 3) },
  { path: ['.pad', '0'], bytes: new Uint8Array(1_000), attr: 'p' },
  { path: ['longer'], bytes: someBytes(5 * PIECE, 4) },
  { path: ['last'], bytes: someBytes(2 * PIECE, 5) },
];
const BYTES = folderTorrentFile('tree', FILES, PIECE);
const TREE = parseMetainfo(BYTES, sha1);
const { totalLength } = TREE.geometry;

const filesBelow = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
        .toSorted()
    : [];

/** A daemon that holds everything; answers where. */
const seedAt = async (ip: string, options: Parameters<typeof daemonAt>[1] = {}) => {
  const dir = temporaryFolder();
  writeFiles(dir, 'tree', FILES);
  const { daemon } = await daemonAt(ip, options);
  await complete(await daemon.add(TREE, { dir }));
  return daemon.listen;
};

const isRight = (dir: string, place: string, file: number): boolean => {
  const { path, bytes } = FILES[file] ?? { path: [], bytes: new Uint8Array() };
  return readFileSync(join(dir, place, ...path)).equals(bytes);
};

describe('some files of a torrent', () => {
  it('come alone, stay, and are joined by the others without a byte that comes twice', async () => {
    const seed = await seedAt('127.84.60.1');
    const [dir, journals] = [temporaryFolder(), temporaryFolder()];
    const fetch = async (files: number[] | undefined): Promise<ReturnType<TorrentHandle['status']>> => {
      const { daemon } = await daemonAt('127.84.60.2', { journals });
      const torrent = await daemon.add(TREE, { dir, connect: [seed], ...(files && { files }) });
      await complete(torrent);
      await daemon.close();
      return torrent.status();
    };

    expect(await fetch([2])).toMatchObject({ complete: true, have: 1, left: 0, wanted: 100, downloaded: PIECE });
    expect(filesBelow(join(dir, 'tree'))).toEqual(['deep/short']);
    expect(isRight(dir, 'tree', 2)).toBe(true);
    expect(await fetch([2])).toMatchObject({ downloaded: 0 });
    // Every byte of it has come with the first.
    expect(await fetch([3])).toMatchObject({ downloaded: 0, wanted: 3_000 });
    expect(await fetch([1])).toMatchObject({ downloaded: 0, wanted: 0, complete: true });
    expect(await fetch([0, 2])).toMatchObject({ downloaded: PIECE });
    expect(filesBelow(join(dir, 'tree'))).toEqual(['deep/short', 'long', 'next', 'none']);

    const found = await inspectTorrent(TREE, dir);
    expect(found).toMatchObject({ isComplete: false, path: join(dir, 'tree') });
    expect(found.problems).toEqual([
      { file: 5, path: join(dir, 'tree', 'longer'), problem: 'missing' },
      { file: 6, path: join(dir, 'tree', 'last'), problem: 'missing' },
    ]);
    expect(await fetch(undefined)).toMatchObject({
      downloaded: totalLength - 2 * PIECE,
      have: TREE.geometry.pieceCount,
    });
    expect(readdirSync(dir)).toEqual(['tree']);
    for (const file of [0, 1, 2, 3, 5, 6]) expect(isRight(dir, 'tree', file)).toBe(true);
    expect(await inspectTorrent(TREE, dir)).toMatchObject({ isComplete: true });
  });

  it('are served to whoever wants them, with what came beside', async () => {
    const seed = await seedAt('127.84.61.1');
    const partial = await daemonAt('127.84.61.2');
    await complete(await partial.daemon.add(TREE, { dir: temporaryFolder(), files: [2], connect: [seed] }));
    const dir = temporaryFolder();
    const { daemon } = await daemonAt('127.84.61.3');
    await complete(await daemon.add(TREE, { dir, files: [3], connect: [partial.daemon.listen] }));
    expect([filesBelow(join(dir, 'tree')), isRight(dir, 'tree', 3)]).toEqual([['next'], true]);
  });

  it('get room on the disk, and no others', async () => {
    const dir = temporaryFolder();
    const { daemon } = await daemonAt('127.84.62.1');
    const torrent = await daemon.add(TREE, { dir, files: [6], allocate: 'full' });
    await until(() => torrent.status().stage === 'running' || torrent.status().stage);
    const { size, blocks } = statSync(join(dir, 'tree.part', 'last'));
    expect([size, blocks * 512 >= size]).toEqual([2 * PIECE, true]);
    expect(filesBelow(dir)).toEqual(['tree.part/last', 'tree.part/longer']);
    // The end of its neighbour, which its first piece needs; before it there is nothing.
    expect(statSync(join(dir, 'tree.part', 'longer')).blocks * 512).toBeLessThan(2 * PIECE);
  });

  it('go back alone when they are damaged', async () => {
    const seed = await seedAt('127.84.63.1');
    const dir = temporaryFolder();
    const first = await daemonAt('127.84.63.2');
    await complete(await first.daemon.add(TREE, { dir, files: [0, 6], connect: [seed] }));
    await first.daemon.close();
    writeFileSync(join(dir, 'tree', 'last'), someBytes(2 * PIECE, 9));
    const second = await daemonAt('127.84.63.2');
    const torrent = await second.daemon.add(TREE, { dir, files: [6] });
    expect(torrent.status()).toMatchObject({ complete: false });
    torrent.addPeers([seed]);
    await complete(torrent);
    expect([filesBelow(join(dir, 'tree')), isRight(dir, 'tree', 6)]).toEqual([['last', 'long'], true]);
  });

  it('can be had without what lay beside them', async () => {
    const seed = await seedAt('127.84.64.1');
    const dir = temporaryFolder();
    const first = await daemonAt('127.84.64.2');
    await complete(await first.daemon.add(TREE, { dir, files: [0], connect: [seed] }));
    await first.daemon.close();
    rmSync(join(dir, 'tree.part'), { recursive: true });
    const second = await daemonAt('127.84.64.2');
    await complete(await second.daemon.add(TREE, { dir, files: [0], connect: [seed] }));
    expect(isRight(dir, 'tree', 0)).toBe(true);
  });

  it('are named to the control address as on the command line', async () => {
    const { ip, port } = await seedAt('127.84.65.1');
    const control = await controlled('127.84.65.2');
    const { json, status } = await control.add(BYTES, `?files=3-4&files=lon*er&connect=${ip}:${port}`);
    expect(status).toBe(201);
    expect(json).toMatchObject({ length: totalLength, wanted: 3_100 + 5 * PIECE, files: 6 });
    const [torrent] = control.daemon.torrents;
    if (torrent === undefined) throw new Error('it is not there');
    await complete(torrent);
    expect(filesBelow(join(control.dir, 'tree'))).toEqual(['deep/short', 'longer', 'next']);
    expect(await control.get('/healthz?complete')).toMatchObject({ status: 200, json: { complete: true } });
    const path = `/api/torrents/${TREE.infoHashHex}`;
    expect(await control.send('DELETE', `${path}?data=delete`)).toMatchObject({ json: { data: 'deleted' } });
    expect(readdirSync(control.dir)).toEqual([]);
    expect(await control.add(BYTES, '?files=8')).toMatchObject({
      status: 400,
      json: { error: { message: 'files: there is no file 8; tree has 6 files, numbered 1 to 6' } },
    });
    expect(control.daemon.torrents).toHaveLength(0);
  });
});
