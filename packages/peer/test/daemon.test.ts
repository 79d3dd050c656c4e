import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { AddTorrentOptions } from '@seedbed/peer';
import { encodeHandshake, encodeMessage, encodePiece, type Metainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { type FileOfTorrent, fileTorrent, folderTorrent, someBytes, writeFiles } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { startTracker } from './support/tracker.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(20 * PIECE + 12_345);

const FILES: FileOfTorrent[] = [
  { path: ['a'], bytes: someBytes(PIECE + 1, 1) },
  { path: ['empty'], bytes: new Uint8Array(0) },
  { path: ['deep', 'er', 'b'], bytes: someBytes(100, 2) },
  { path: ['.pad', '0'], bytes: new Uint8Array(5000), attr: 'p' },
  { path: ['deep', 'c'], bytes: someBytes(3 * PIECE, 3) },
];

/** A folder that holds the content under its name. */
const folderWith = (name: string, bytes: Uint8Array): string => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, name), bytes);
  return dir;
};

/** A seed of one file, ready to serve. */
const seedAt = async (ip: string, torrent: Metainfo, bytes = CONTENT) => {
  const seed = await daemonAt(ip);
  await complete(await seed.daemon.add(torrent, { dir: folderWith(torrent.name, bytes) }));
  return seed;
};

describe('two daemons', () => {
  it('hand over a folder whose pieces lie across files', async () => {
    const torrent = folderTorrent('tree', FILES, PIECE);
    const source = temporaryFolder();
    writeFiles(source, 'tree', FILES);
    const seed = await daemonAt('127.83.10.1');
    await complete(await seed.daemon.add(torrent, { dir: source }));
    const leech = await daemonAt('127.83.10.2');
    const dir = join(temporaryFolder(), 'made', 'when', 'missing');
    const download = await leech.daemon.add(torrent, { dir, connect: [seed.daemon.listen] });
    expect(existsSync(join(dir, 'tree'))).toBe(false);
    await complete(download);
    for (const { path, bytes, attr } of FILES) {
      const file = join(dir, 'tree', ...path);
      expect(existsSync(file), file).toBe(attr === undefined);
      if (attr === undefined) expect(readFileSync(file).equals(bytes), file).toBe(true);
    }
    expect(existsSync(join(dir, 'tree.part'))).toBe(false);
    const told = leech.events.map(({ type }) => type);
    expect(told[0]).toBe('peer-started');
    expect(told).toContain('completed');
    expect(leech.events[0]).toMatchObject({ peer: '127.83.10.2', infoHash: torrent.infoHashHex, have: 0 });
    expect(download.status()).toMatchObject({
      left: 0,
      have: 5,
      stage: 'running',
      downloaded: torrent.geometry.totalLength,
    });
  });

  it('hand over pieces that are too large for memory, block by block', async () => {
    const large = 5 * 1024 * 1024;
    const bytes = someBytes(large + 100);
    const torrent = fileTorrent('large', bytes, large);
    const seed = await seedAt('127.83.11.1', torrent, bytes);
    const leech = await daemonAt('127.83.11.2', { limits: { maxUnfinishedBytes: 1000 } });
    const dir = temporaryFolder();
    await complete(await leech.daemon.add(torrent, { dir, connect: [seed.daemon.listen] }));
    expect(readFileSync(join(dir, 'large')).equals(bytes)).toBe(true);
  });

  it('share one listening socket between several torrents', async () => {
    const torrents = [1, 2, 3].map((number) => {
      const bytes = someBytes(3 * PIECE, number);
      return { bytes, torrent: fileTorrent(`file ${number}`, bytes, PIECE) };
    });
    const seed = await daemonAt('127.83.12.1');
    const leech = await daemonAt('127.83.12.2');
    const dir = temporaryFolder();
    for (const { torrent, bytes } of torrents) {
      await seed.daemon.add(torrent, { dir: folderWith(torrent.name, bytes) });
      await leech.daemon.add(torrent, { dir, connect: [seed.daemon.listen] });
    }
    for (const handle of leech.daemon.torrents) await complete(handle);
    for (const { torrent, bytes } of torrents) expect(readFileSync(join(dir, torrent.name)).equals(bytes)).toBe(true);
    await seed.daemon.torrents[0]?.remove();
    expect(seed.daemon.torrents).toHaveLength(2);
  });

  it('go on where the last run was interrupted', async () => {
    const torrent = fileTorrent('film', CONTENT, PIECE);
    const seed = await seedAt('127.83.13.1', torrent);
    const dir = temporaryFolder();
    const half = CONTENT.slice();
    half.fill(0, 5 * PIECE);
    writeFileSync(join(dir, 'film.part'), half);
    const leech = await daemonAt('127.83.13.2');
    const download = await leech.daemon.add(torrent, { dir, connect: [seed.daemon.listen] });
    expect(leech.events[0]).toMatchObject({ type: 'peer-started', have: 5 });
    await complete(download);
    expect(download.status().downloaded).toBe(CONTENT.length - 5 * PIECE);
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['a broken byte', (bytes) => bytes.with(PIECE + 7, 255 - (bytes[PIECE + 7] ?? 0))],
    ['its end missing', (bytes) => bytes.subarray(0, -PIECE)],
    ['something behind its end', (bytes) => Buffer.concat([bytes, bytes])],
  ])('repair content with %s', async (_, damage) => {
    const torrent = fileTorrent('film', CONTENT, PIECE);
    const seed = await seedAt('127.83.14.1', torrent);
    const dir = folderWith('film', damage(CONTENT));
    const leech = await daemonAt('127.83.14.2');
    const download = await leech.daemon.add(torrent, { dir, connect: [seed.daemon.listen] });
    await complete(download);
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
    expect(download.status().downloaded).toBeLessThan(3 * PIECE);
  });
});

describe('a swarm with a tracker', () => {
  it('meets through it, and says goodbye', async () => {
    const tracker = await startTracker('127.83.20.1');
    const torrent = fileTorrent('film', CONTENT, PIECE, tracker.url);
    const seed = await seedAt('127.83.20.2', torrent);
    await until(() => tracker.announces.length > 0 || 'the seed was not announced');
    const leeches = [await daemonAt('127.83.20.3'), await daemonAt('127.83.20.4')];
    for (const leech of leeches) await complete(await leech.daemon.add(torrent, { dir: temporaryFolder() }));
    await until(
      () =>
        tracker.announces.filter((announce) => announce.startsWith('completed')).length === 2 ||
        tracker.announces.join(),
    );
    for (const { daemon } of [seed, ...leeches]) await daemon.close();
    expect(tracker.announces.toSorted()).toEqual([
      'completed 127.83.20.3',
      'completed 127.83.20.4',
      'started 127.83.20.2',
      'started 127.83.20.3',
      'started 127.83.20.4',
      'stopped 127.83.20.2',
      'stopped 127.83.20.3',
      'stopped 127.83.20.4',
    ]);
  });

  it('is left in time though the tracker does not answer any more', async () => {
    const tracker = await startTracker('127.83.21.1');
    const seed = await seedAt('127.83.21.2', fileTorrent('film', CONTENT, PIECE, tracker.url));
    await until(() => seed.events.some(({ type }) => type === 'announced') || 'not announced');
    tracker.mute(true);
    await seed.daemon.close();
    expect(tracker.announces.at(-1)).toBe('stopped 127.83.21.2');
  });

  it('is told that a daemon leaves which it has not answered yet', async () => {
    const tracker = await startTracker('127.83.23.1');
    tracker.mute(true);
    const seed = await seedAt('127.83.23.2', fileTorrent('film', CONTENT, PIECE, tracker.url));
    await until(() => tracker.announces.length > 0 || 'not announced');
    tracker.mute(false);
    await seed.daemon.close();
    expect(tracker.announces).toEqual(['started 127.83.23.2', 'stopped 127.83.23.2']);
  });

  it('says in one line that the tracker is down, and goes on', async () => {
    const seed = await seedAt('127.83.22.1', fileTorrent('film', CONTENT, PIECE, 'http://127.83.22.9:1/announce'));
    await until(() => seed.log.length > 1 || `logged ${seed.log}`);
    expect(seed.log).toContain('warn announce failed: connection refused');
    expect(seed.events.at(-1)).toMatchObject({ type: 'announce-failed', reason: 'connection refused' });
  });
});

describe('hostile peers', () => {
  it('cost one warning each and disturb nobody', async () => {
    const torrent = fileTorrent('film', CONTENT, PIECE);
    const seed = await seedAt('127.83.30.1', torrent);
    const { ip: host, port } = seed.daemon.listen;
    const greeting = encodeHandshake({ infoHash: torrent.infoHash, peerId: new Uint8Array(20).fill(66) });
    const noSuchBlock = encodeMessage({ type: 'request', piece: 21, begin: 0, length: 16_384 });
    const attacks = [
      someBytes(100_000, 5),
      Buffer.concat([greeting, someBytes(100_000, 6)]),
      Buffer.concat([greeting, Uint8Array.of(255, 255, 255, 255)]),
      Buffer.concat([greeting, Uint8Array.of(0, 0, 0, 5, 4, 255, 255, 255, 255)]),
      // Ten requests for a piece that does not exist are borne.
      Buffer.concat([greeting, ...Array<Uint8Array>(11).fill(noSuchBlock)]),
      Buffer.concat([greeting, encodeMessage({ type: 'request', piece: 0, begin: 0, length: 131_073 })]),
    ];
    for (const [index, attack] of attacks.entries()) {
      const peer = connect({ host, port, localAddress: `127.83.30.${100 + index}` });
      peer.on('error', () => {});
      peer.resume().write(attack);
      await new Promise((resolve) => peer.once('close', resolve));
    }
    const warnings = (): string[] => seed.log.filter((line) => /^(warn|error)/.test(line));
    await until(() => warnings().length >= attacks.length || `logged ${seed.log.join('; ')}`);
    expect(warnings()).toEqual([
      expect.stringMatching(/^warn closed: not a BitTorrent handshake/),
      expect.stringMatching(/^warn closed: message of \d+ bytes, at most 131081 /),
      expect.stringMatching(/^warn closed: message of 4294967295 bytes, at most 131081 /),
      'warn closed: it says it has a piece that the torrent does not have',
      'warn closed: it asks for bytes that the torrent does not have',
      'warn closed: it asks for more than 128 KiB at once',
    ]);
    expect(seed.warned.map(({ peer }) => String(peer).split(':')[0])).toEqual(
      attacks.map((_, index) => `127.83.30.${100 + index}`),
    );
    const leech = await daemonAt('127.83.30.2');
    await complete(await leech.daemon.add(torrent, { dir: temporaryFolder(), connect: [seed.daemon.listen] }));
  });

  it('may ask ten times for what does not exist, and send what nobody asked for', async () => {
    const torrent = fileTorrent('film', CONTENT, PIECE);
    const seed = await seedAt('127.83.31.1', torrent);
    const { ip: host, port } = seed.daemon.listen;
    const peer = connect({ host, port, localAddress: '127.83.31.2' });
    peer.on('error', () => {});
    let isClosed = false;
    peer.resume().on('close', () => {
      isClosed = true;
    });
    const noSuchBlock = encodeMessage({ type: 'request', piece: 21, begin: 0, length: 16_384 });
    peer.write(encodeHandshake({ infoHash: torrent.infoHash, peerId: new Uint8Array(20).fill(66) }));
    for (let i = 0; i < 10; i++) peer.write(noSuchBlock);
    peer.write(encodePiece(0, 0, someBytes(16_384, 9)));
    const [hosted] = seed.daemon.torrents;
    await until(() => hosted?.status().wasted === 16_384 || `${hosted?.status().wasted} bytes were wasted`);
    expect([isClosed, seed.warned]).toEqual([false, []]);
    peer.write(noSuchBlock);
    await until(() => isClosed || 'not closed');
    expect(seed.warned).toHaveLength(1);
  });

  it('that are dialled cost a warning too', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).write('HTTP/1.1 400 Bad Request'));
    await new Promise<void>((resolve) => server.listen(0, '127.83.32.1', resolve));
    try {
      const { port } = server.address() as { port: number };
      const leech = await daemonAt('127.83.32.2');
      const connectTo = [{ ip: '127.83.32.1', port }];
      await leech.daemon.add(fileTorrent('film', CONTENT, PIECE), { dir: temporaryFolder(), connect: connectTo });
      await until(() => leech.warned.length > 0 || `logged ${leech.log.join('; ')}`);
      expect(leech.warned).toEqual([{ peer: `127.83.32.1:${port}` }]);
    } finally {
      server.close();
    }
  });
});

describe('adding a torrent', () => {
  const torrent = folderTorrent('tree', FILES, PIECE);
  const add = async (ip: string, dir: string, options: Partial<AddTorrentOptions> = {}): Promise<unknown> =>
    (await daemonAt(ip)).daemon.add(torrent, { dir, ...options });
  const readOnly = { readOnly: true };
  const shared = { readOnly: true, shared: true };

  it('refuses a folder that another daemon has, until that one leaves', async () => {
    const dir = temporaryFolder();
    const first = await daemonAt('127.83.40.1');
    await first.daemon.add(torrent, { dir });
    await expect(add('127.83.40.2', dir)).rejects.toMatchObject({ name: 'StorageError', code: 'in-use' });
    await first.daemon.close();
    await add('127.83.40.3', dir);
  });

  it('lets several seeds read one folder that share it, and no seed read what is not complete', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree', FILES);
    await add('127.83.41.1', dir, readOnly);
    await expect(add('127.83.41.2', dir, readOnly)).rejects.toMatchObject({ code: 'in-use' });
    await add('127.83.41.2', dir, shared);
    await add('127.83.41.3', dir, shared);
    rmSync(join(dir, 'tree', 'a'));
    await expect(add('127.83.41.4', dir, shared)).rejects.toMatchObject({ code: 'incomplete' });
    await expect(add('127.83.41.5', join(dir, 'nowhere'), shared)).rejects.toMatchObject({ code: 'not-a-folder' });
  });

  it.each<[string, string, (dir: string) => void]>([
    ['a file where the folder should be', 'not-a-folder', (dir) => writeFileSync(join(dir, 'tree'), 'file')],
    ['a folder where a file should be', 'not-a-file', (dir) => mkdirSync(join(dir, 'tree', 'a'), { recursive: true })],
    ['a link that leads out', 'symlink', (dir) => symlinkSync(temporaryFolder(), join(dir, 'tree'))],
  ])('refuses %s', async (_, code, prepare) => {
    const dir = temporaryFolder();
    prepare(dir);
    await expect(add('127.83.42.1', dir)).rejects.toMatchObject({ name: 'StorageError', code });
  });

  it('refuses a target folder that is a file', async () => {
    const dir = folderWith('file', someBytes(1));
    await expect(add('127.83.43.1', join(dir, 'file'))).rejects.toMatchObject({ code: 'not-a-folder' });
    await expect(add('127.83.43.1', join(dir, 'file', 'below'))).rejects.toMatchObject({ code: 'not-a-folder' });
  });

  it('refuses a torrent that is here already', async () => {
    const { daemon } = await daemonAt('127.83.44.1');
    await daemon.add(torrent, { dir: temporaryFolder() });
    await expect(daemon.add(torrent, { dir: temporaryFolder() })).rejects.toMatchObject({ code: 'duplicate-torrent' });
  });

  it('is broken off when the daemon closes', async () => {
    const { daemon } = await daemonAt('127.83.45.1');
    const adding = daemon.add(torrent, { dir: temporaryFolder() });
    const closing = daemon.close();
    await expect(adding).rejects.toThrow(/was removed while its content was checked/);
    await closing;
  });
});

const isRoot = process.getuid?.() === 0 && process.platform === 'linux';

describe('a full disk', () => {
  it.skipIf(!isRoot)(
    `pauses a download, which goes on when there is room${isRoot ? '' : ' (skipped: needs root)'}`,
    async () => {
      const dir = temporaryFolder();
      execFileSync('/usr/bin/env', ['mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir]);
      try {
        const torrent = fileTorrent('film', CONTENT, PIECE);
        const seed = await seedAt('127.83.50.1', torrent);
        const leech = await daemonAt('127.83.50.2', { limits: { diskRetryInterval: 20 } });
        const download = await leech.daemon.add(torrent, { dir, connect: [seed.daemon.listen] });
        const told: string[] = [];
        download.on('paused', (reason) => told.push(reason)).on('resumed', () => told.push('resumed'));
        await until(() => told.length > 0 || `${download.status().have} pieces`);
        expect(told).toEqual([`no room left on the disk for ${join(dir, 'film.part')}`]);
        expect(download.status()).toMatchObject({ stage: 'paused', trouble: told[0] });
        expect(existsSync(join(dir, 'film'))).toBe(false);
        execFileSync('/usr/bin/env', ['mount', '-o', 'remount,size=64m', dir]);
        await complete(download);
        expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
        expect(told).toHaveLength(2);
        const said = leech.log.filter((line) => line.startsWith('error'));
        expect(said).toEqual([`error paused: ${told[0]}`, 'error the disk takes data again: going on']);
        await leech.daemon.close();
      } finally {
        execFileSync('/usr/bin/env', ['umount', '--lazy', dir]);
      }
    },
  );
});
