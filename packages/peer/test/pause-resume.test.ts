import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bitfield, Metainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { fileTorrent, someBytes } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(10 * PIECE + 1);
const TORRENT = fileTorrent('film', CONTENT, PIECE);

const folderWithContent = (): string => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), CONTENT);
  return dir;
};

const bytesMissing = (have: Bitfield): number =>
  Array.from({ length: have.length }, (_, piece) => (have.has(piece) ? 0 : TORRENT.geometry.pieceSize(piece))).reduce(
    (sum, bytes) => sum + bytes,
  );

const seedAt = async (ip: string, torrent: Metainfo = TORRENT) => {
  const { daemon } = await daemonAt(ip);
  return { daemon, torrent: await daemon.add(torrent, { dir: folderWithContent() }) };
};

describe('a paused torrent', () => {
  it('has left its swarm and keeps what it has, and goes on from there', async () => {
    const seed = await seedAt('127.85.1.1');
    const { daemon } = await daemonAt('127.85.1.2', { limits: { readCache: 0 } });
    const dir = temporaryFolder();
    const download = await daemon.add(TORRENT, {
      dir,
      connect: [seed.daemon.listen],
      limits: { download: 4 * PIECE },
    });
    await until(() => download.status().have >= 2 || `${download.status().have} pieces`);
    await download.pause();
    const paused = download.status();
    expect(paused).toMatchObject({ stage: 'paused', peers: 0, downloadRate: 0, complete: false });
    expect(paused.trouble).toBeUndefined();
    expect(paused.left).toBe(bytesMissing(download.have()));
    expect(download.have().count).toBe(paused.have);
    expect(download.limits).toMatchObject({ download: 4 * PIECE });
    download.setLimits({ download: Number.POSITIVE_INFINITY });
    await download.resume();
    expect(download.status().have).toBeGreaterThanOrEqual(paused.have);
    download.addPeers([seed.daemon.listen]);
    await complete(download);
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
    // What was fetched before the pause counts too.
    expect(download.status().downloaded).toBeGreaterThanOrEqual(CONTENT.length);
    expect(daemon.usage().downloaded).toBe(download.status().downloaded);
  });

  it('lets its content go, and takes it again', async () => {
    const dir = folderWithContent();
    const first = await daemonAt('127.85.2.1');
    const torrent = await first.daemon.add(TORRENT, { dir });
    await torrent.pause();
    const second = await daemonAt('127.85.2.2');
    const other = await second.daemon.add(TORRENT, { dir });
    await expect(torrent.resume()).rejects.toMatchObject({ name: 'StorageError', code: 'in-use' });
    expect(torrent.status()).toMatchObject({ stage: 'paused', trouble: expect.stringContaining('in use') });
    await other.remove();
    await torrent.resume();
    expect(torrent.status()).toMatchObject({ stage: 'running', complete: true });
    expect(torrent.status().trouble).toBeUndefined();
  });

  it('notices on its way back what has become of its content', async () => {
    const { torrent } = await seedAt('127.85.3.1');
    await torrent.pause();
    writeFileSync(join(torrent.dir, 'film'), CONTENT.with(0, 255 - (CONTENT[0] ?? 0)));
    await torrent.resume();
    expect(torrent.status()).toMatchObject({ complete: false, have: 10, left: PIECE });
  });

  it('takes no connections', async () => {
    const { daemon, torrent } = await seedAt('127.85.4.1');
    await torrent.pause();
    const leech = await daemonAt('127.85.4.2');
    const download = await leech.daemon.add(TORRENT, { dir: temporaryFolder(), connect: [daemon.listen] });
    await until(() => leech.log.some((line) => line.includes('dial failed')) || leech.log.join());
    expect(download.status().peers).toBe(0);
  });

  it('comes back only once, however often it is asked to', async () => {
    const { torrent } = await seedAt('127.85.5.1');
    await torrent.resume();
    await Promise.all([torrent.pause(), torrent.pause()]);
    await Promise.all([torrent.resume(), torrent.resume(), torrent.resume()]);
    expect(torrent.status().stage).toBe('running');
  });

  it('follows the last of many wishes', async () => {
    const { torrent, daemon } = await seedAt('127.85.6.1');
    const wishes = [torrent.pause(), torrent.resume(), torrent.pause(), torrent.resume(), torrent.pause()];
    const outcomes = await Promise.allSettled(wishes);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(torrent.status().stage).toBe('paused');
    const last = await Promise.allSettled([torrent.resume(), torrent.remove(), torrent.resume()]);
    expect(last.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect([torrent.status().stage, daemon.torrents.length]).toEqual(['stopped', 0]);
  });

  it('may be paused before its content was checked, and stays', async () => {
    const { daemon } = await daemonAt('127.85.7.1');
    const adding = daemon.add(TORRENT, { dir: folderWithContent() });
    await daemon.torrents[0]?.pause();
    const torrent = await adding;
    expect(torrent.status()).toMatchObject({ stage: 'paused', have: 0, left: CONTENT.length });
    await torrent.resume();
    expect(torrent.status()).toMatchObject({ stage: 'running', have: 11, complete: true });
  });

  it('is removed', async () => {
    const { daemon, torrent } = await seedAt('127.85.8.1');
    await torrent.pause();
    expect(await torrent.removeWithContent()).toBe(1);
    expect(existsSync(join(torrent.dir, 'film'))).toBe(false);
    expect(daemon.torrents).toEqual([]);
  });
});

describe('a torrent whose content was lost to somebody else', () => {
  it('may be paused while it waits for it, and comes back when it is there', async () => {
    const dir = folderWithContent();
    const { daemon, log } = await daemonAt('127.85.9.1', { limits: { diskRetryInterval: 5 } });
    const torrent = await daemon.add(TORRENT, { dir, readOnly: true });
    const told: string[] = [];
    torrent.on('paused', (reason) => told.push(reason)).on('resumed', () => told.push('resumed'));
    rmSync(join(dir, 'film'));
    const leech = await daemonAt('127.85.9.2');
    await leech.daemon.add(TORRENT, { dir: temporaryFolder(), connect: [daemon.listen] });
    await until(() => told.length > 0 || log.join());
    expect(torrent.status()).toMatchObject({ stage: 'paused', trouble: told[0], complete: false });
    await torrent.pause();
    expect(torrent.status()).toMatchObject({ stage: 'paused', complete: false });
    expect(torrent.status().trouble).toBeUndefined();
    await expect(torrent.resume()).rejects.toMatchObject({ name: 'StorageError', code: 'incomplete' });
    writeFileSync(join(dir, 'film'), CONTENT);
    await torrent.resume();
    expect(torrent.status()).toMatchObject({ stage: 'running', complete: true });
    expect(told).toHaveLength(1);
  });
});

describe('a torrent that is removed', () => {
  it('leaves no journal, and one whose daemon leaves keeps it', async () => {
    const journals = temporaryFolder();
    const { daemon } = await daemonAt('127.85.12.1', { journals });
    const torrent = await daemon.add(TORRENT, { dir: folderWithContent() });
    const other = fileTorrent('other', CONTENT, PIECE);
    await daemon.add(other, { dir: temporaryFolder() });
    expect(readdirSync(journals)).toHaveLength(2);
    await torrent.remove();
    expect(readdirSync(journals)).toEqual([expect.stringContaining(other.infoHashHex)]);
    await daemon.close();
    expect(readdirSync(journals)).toHaveLength(1);
  });

  it('may be added again at once, also when it was still being checked', async () => {
    const { daemon } = await daemonAt('127.85.10.1');
    const dir = folderWithContent();
    const first = daemon.add(TORRENT, { dir });
    const removed = daemon.torrents[0]?.remove();
    await expect(first).rejects.toMatchObject({ name: 'DaemonError', code: 'interrupted' });
    await removed;
    const second = await daemon.add(TORRENT, { dir });
    expect(second.status().complete).toBe(true);
    expect(daemon.get(TORRENT.infoHashHex)).toBe(second);
  });

  it('tells so once, and leaves its content to others', async () => {
    const { daemon, torrent } = await seedAt('127.85.11.1');
    let told = 0;
    torrent.on('stopped', () => told++);
    await Promise.all([torrent.remove(), torrent.remove()]);
    expect([told, daemon.torrents.length]).toEqual([1, 0]);
    const other = await daemonAt('127.85.11.2');
    await other.daemon.add(TORRENT, { dir: torrent.dir });
  });
});
