import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { AddTorrentOptions, DaemonOptions, TorrentHandle } from '@seedbed/peer';
import type { Metainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { readJournalText } from '../src/io/journal/journal-lines.ts';
import { type FileOfTorrent, fileTorrent, folderTorrent, someBytes, writeFiles } from './support/content.ts';
import { complete, daemonAt, type TestDaemon } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(20 * PIECE + 12_345);
const FILM = fileTorrent('film', CONTENT, PIECE);
const FILES: FileOfTorrent[] = [
  { path: ['a'], bytes: someBytes(3 * PIECE, 1) },
  { path: ['deep', 'b'], bytes: someBytes(2 * PIECE + 100, 2) },
  { path: ['c'], bytes: someBytes(4 * PIECE, 3) },
];
const TREE = folderTorrent('tree', FILES, PIECE);

/** A daemon with a torrent, and how many pieces it has hashed to begin. */
interface Started extends TestDaemon {
  readonly torrent: TorrentHandle;
  readonly hashed: number;
}

const begin = async (
  ip: string,
  torrent: Metainfo,
  add: AddTorrentOptions,
  options: DaemonOptions = {},
): Promise<Started> => {
  const daemon = await daemonAt(ip, options);
  const total = torrent.geometry.pieceCount;
  let hashed = 0;
  const handle = await daemon.daemon.add(torrent, {
    onCheckProgress: (done) => {
      hashed = done;
    },
    ...add,
  });
  return { ...daemon, torrent: handle, hashed: Math.min(hashed, total) };
};

const folderWith = (bytes: Uint8Array): string => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), bytes);
  return dir;
};

const isSaid = ({ log }: TestDaemon, level: string, pattern: RegExp): number =>
  log.filter((line) => line.startsWith(level) && pattern.test(line)).length;

describe('a daemon with journals', () => {
  it('hashes what is there once, and nothing when it comes again', async () => {
    const [dir, journals] = [folderWith(CONTENT), temporaryFolder()];
    const first = await begin('127.84.10.1', FILM, { dir }, { journals });
    expect(first.hashed).toBe(21);
    await first.daemon.close();
    const second = await begin('127.84.10.1', FILM, { dir }, { journals });
    expect([second.hashed, second.torrent.status().have]).toEqual([0, 21]);
    await second.daemon.close();
    const third = await begin('127.84.10.1', FILM, { dir, recheck: true }, { journals });
    expect([third.hashed, third.torrent.status().have]).toEqual([21, 21]);
  });

  it('knows what it has downloaded, also when it was not finished', async () => {
    const [dir, journals] = [temporaryFolder(), temporaryFolder()];
    const half = CONTENT.slice();
    half.fill(0, 5 * PIECE);
    const partial = await begin('127.84.11.1', FILM, { dir: folderWith(half) });
    const leech = await begin('127.84.11.2', FILM, { dir, connect: [partial.daemon.listen] }, { journals });
    await until(() => leech.torrent.status().have === 5 || `${leech.torrent.status().have} pieces`);
    await leech.daemon.close();
    const seed = await begin('127.84.11.3', FILM, { dir: folderWith(CONTENT) });
    const again = await begin('127.84.11.2', FILM, { dir, connect: [seed.daemon.listen] }, { journals });
    expect(again.hashed).toBe(0);
    expect(again.events[0]).toMatchObject({ type: 'peer-started', have: 5 });
    await complete(again.torrent);
    expect(again.torrent.status().downloaded).toBe(CONTENT.length - 5 * PIECE);
    await again.daemon.close();
    expect((await begin('127.84.11.2', FILM, { dir }, { journals })).hashed).toBe(0);
  });

  it('hashes the files that somebody else has touched, and those alone', async () => {
    const [dir, journals] = [temporaryFolder(), temporaryFolder()];
    writeFiles(dir, 'tree', FILES);
    const first = await begin('127.84.12.1', TREE, { dir }, { journals });
    await first.daemon.close();
    const file = join(dir, 'tree', 'c');
    const { atime, mtime } = statSync(file);
    const bytes = readFileSync(file);
    bytes[PIECE] = 255 - (bytes[PIECE] ?? 0);
    writeFileSync(file, bytes);
    // Hidden, as far as that is possible.
    utimesSync(file, atime, mtime);
    const second = await begin('127.84.12.1', TREE, { dir }, { journals });
    expect(second.torrent.status().have).toBe(TREE.geometry.pieceCount - 1);
    await second.daemon.close();
    rmSync(file);
    const third = await begin('127.84.12.1', TREE, { dir }, { journals });
    expect(third.torrent.status().have).toBe(5);
  });

  it('is not told about content by the journal of other content in its place', async () => {
    const [dir, journals] = [folderWith(CONTENT), temporaryFolder()];
    const first = await begin('127.84.13.1', FILM, { dir }, { journals });
    await first.daemon.close();
    const other = fileTorrent('film', someBytes(CONTENT.length, 9), PIECE);
    const [journal = ''] = readdirSync(journals);
    renameSync(join(journals, journal), join(journals, journal.replace(FILM.infoHashHex, other.infoHashHex)));
    const second = await begin('127.84.13.1', other, { dir, force: true }, { journals });
    expect(second.torrent.status().have).toBe(0);
  });

  it('is sure of everything after a checkpoint, also if the machine is started anew', async () => {
    const [dir, journals] = [folderWith(CONTENT), temporaryFolder()];
    await begin('127.84.16.1', FILM, { dir }, { journals, limits: { checkpointAfter: 5 } });
    const subject = { infoHash: FILM.infoHashHex, path: join(dir, 'film'), pieces: 21, files: 1 };
    await until(() => {
      const text = readdirSync(journals).map((name) => readFileSync(join(journals, name), 'utf8'));
      const known = readJournalText(text.join(), subject, 'another boot');
      return known?.unsure?.size === 0 || `it is not sure of ${known?.unsure?.size} pieces`;
    });
  });

  it.each<[string, (journals: string) => void, string]>([
    ['a file in the place of its folder', (journals) => writeFileSync(journals, ''), 'is a file'],
    ['a folder that is only to be read', (journals) => mkdirSync(join(journals, 'x'), { recursive: true }), ''],
  ])('goes on without a journal, and says so once: %s', async (_, spoil, what) => {
    const journals = join(temporaryFolder(), 'journals');
    spoil(journals);
    const isRoot = process.getuid?.() === 0;
    if (what === '') chmodSync(journals, 0o500);
    const seed = await begin('127.84.14.1', FILM, { dir: folderWith(CONTENT) });
    const dir = temporaryFolder();
    const leech = await begin('127.84.14.2', FILM, { dir, connect: [seed.daemon.listen] }, { journals });
    await complete(leech.torrent);
    // Root may write anywhere.
    expect(isSaid(leech, 'warn', /the journal can't be kept/)).toBe(what === '' && isRoot ? 0 : 1);
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
    chmodSync(journals, 0o700);
  });

  it('writes its journal again at the next checkpoint when that was not possible for a while', async () => {
    const journals = join(temporaryFolder(), 'journals');
    writeFileSync(journals, 'in the way');
    const dir = folderWith(CONTENT);
    const seed = await begin('127.84.15.1', FILM, { dir }, { journals, limits: { checkpointAfter: 5 } });
    rmSync(journals);
    await until(() => (existsSync(journals) && readdirSync(journals).length === 1) || 'no journal yet');
    await seed.daemon.close();
    expect((await begin('127.84.15.1', FILM, { dir }, { journals })).hashed).toBe(0);
  });
});

describe('content that somebody else changes while it is shared', () => {
  const spoil = (file: string, piece: number): void => {
    const bytes = readFileSync(file);
    bytes[piece * PIECE] = 255 - (bytes[piece * PIECE] ?? 0);
    writeFileSync(file, bytes);
  };

  it('is repaired by a peer from the others, and nothing wrong is sent meanwhile', async () => {
    const other = await begin('127.84.20.1', FILM, { dir: folderWith(CONTENT) });
    const dir = folderWith(CONTENT);
    const peer = await begin('127.84.20.2', FILM, { dir, connect: [other.daemon.listen] });
    spoil(join(dir, 'film'), 7);
    const copy = temporaryFolder();
    const leech = await begin('127.84.20.3', FILM, { dir: copy, connect: [peer.daemon.listen] });
    await until(() => isSaid(peer, 'warn', /film was changed by somebody else/) > 0 || `logged ${peer.log}`);
    await complete(peer.torrent);
    leech.torrent.addPeers([peer.daemon.listen, other.daemon.listen]);
    await complete(leech.torrent);
    expect(leech.events.filter(({ type }) => type === 'piece-corrupt')).toEqual([]);
    for (const folder of [dir, copy]) expect(readFileSync(join(folder, 'film')).equals(CONTENT)).toBe(true);
    expect(isSaid(peer, 'warn', /was changed/)).toBe(1);
    expect(peer.events.filter(({ type }) => type === 'fault')).toHaveLength(1);
    expect(peer.events.filter(({ type }) => type === 'peer-started')).toMatchObject([{ have: 21 }, { have: 20 }]);
  });

  it('pauses a seed that only reads it, which goes on when it is as it was', async () => {
    const dir = folderWith(CONTENT);
    const file = join(dir, 'film');
    const limits = { diskRetryInterval: 10 };
    const seed = await begin('127.84.21.1', FILM, { dir, readOnly: true }, { limits });
    const told: string[] = [];
    seed.torrent.on('paused', (reason) => told.push(reason)).on('resumed', () => told.push('resumed'));
    rmSync(file);
    await begin('127.84.21.2', FILM, { dir: temporaryFolder(), connect: [seed.daemon.listen] });
    await until(() => told.length > 0 || `logged ${seed.log}`);
    expect(told).toEqual([expect.stringMatching(/film is not complete: 0 of 21 pieces are right/)]);
    expect(seed.torrent.status()).toMatchObject({
      stage: 'paused',
      complete: false,
      trouble: told[0],
      troubleCode: 'incomplete',
    });
    expect(isSaid(seed, 'error', /going on/)).toBe(0);
    writeFileSync(file, CONTENT);
    await until(() => told.length > 1 || `told ${told}`);
    expect(told[1]).toBe('resumed');
    const copy = temporaryFolder();
    const leech = await begin('127.84.21.3', FILM, { dir: copy, connect: [seed.daemon.listen] });
    await complete(leech.torrent);
    expect(isSaid(seed, 'error', /paused/)).toBe(1);
    expect(isSaid(seed, 'error', /the content can be used again: going on/)).toBe(1);
    expect(readFileSync(join(copy, 'film')).equals(CONTENT)).toBe(true);
  });

  it('counts only what is right, also while it can not be served', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree', FILES);
    const seed = await begin('127.84.27.1', TREE, { dir, readOnly: true }, { limits: { diskRetryInterval: 10 } });
    spoil(join(dir, 'tree', 'a'), 1);
    rmSync(join(dir, 'tree', 'c'));
    await begin('127.84.27.2', TREE, { dir: temporaryFolder(), connect: [seed.daemon.listen] });
    await until(() => seed.torrent.status().stage === 'paused' || `logged ${seed.log}`);
    // `c` is the end of the content: one piece of `a` is wrong, and all that have a byte of `c` are, the first of them shared with `b`.
    const { pieceCount, totalLength } = TREE.geometry;
    const status = seed.torrent.status();
    expect(status).toMatchObject({ complete: false, have: 4, pieces: pieceCount, left: totalLength - 4 * PIECE });
    expect(status.trouble).toContain(`4 of ${pieceCount} pieces are right`);
    expect(seed.torrent.have().count).toBe(4);
    renameSync(dir, `${dir}-away`);
    await until(() => seed.torrent.status().have === 0 || `${seed.torrent.status().trouble}`);
    renameSync(`${dir}-away`, dir);
    expect(seed.torrent.status().left).toBe(totalLength);
    await until(() => seed.torrent.status().have === 4 || `${seed.torrent.status().trouble}`);
  });

  it('is looked at, and shared on without a word to anybody, when it was only touched', async () => {
    const dir = folderWith(CONTENT);
    const seed = await begin('127.84.22.1', FILM, { dir, readOnly: true });
    utimesSync(join(dir, 'film'), 1, 1);
    const leech = await begin('127.84.22.2', FILM, { dir: temporaryFolder(), connect: [seed.daemon.listen] });
    await complete(leech.torrent);
    expect(isSaid(seed, 'info', /every piece is right still/)).toBe(1);
    expect(seed.events.filter(({ type }) => type === 'peer-started' || type === 'fault')).toHaveLength(1);
  });

  it('is of no interest while only its rights are changed, or it gets another name', async () => {
    const dir = folderWith(CONTENT);
    const seed = await begin('127.84.25.1', FILM, { dir, readOnly: true });
    chmodSync(join(dir, 'film'), 0o600);
    linkSync(join(dir, 'film'), join(dir, 'the same film'));
    const leech = await begin('127.84.25.2', FILM, { dir: temporaryFolder(), connect: [seed.daemon.listen] });
    await complete(leech.torrent);
    expect(isSaid(seed, 'warn', /./)).toBe(0);
  });

  it('is asked about its times no more when they have given three false alarms', async () => {
    const dir = folderWith(CONTENT);
    const seed = await begin('127.84.26.1', FILM, { dir, readOnly: true }, { limits: { readCache: 0 } });
    for (let round = 1; round <= 5; round++) {
      utimesSync(join(dir, 'film'), round, round);
      const leech = await begin(`127.84.26.${1 + round}`, FILM, {
        dir: temporaryFolder(),
        connect: [seed.daemon.listen],
      });
      await complete(leech.torrent);
      await leech.daemon.close();
    }
    expect(isSaid(seed, 'warn', /was changed by somebody else/)).toBe(3);
    expect(isSaid(seed, 'warn', /the times of .*film change by themselves/)).toBe(1);
  });

  it('is left in time, also while it is looked at', async () => {
    const dir = folderWith(CONTENT);
    const seed = await begin('127.84.23.1', FILM, { dir, readOnly: true }, { limits: { diskRetryInterval: 50_000 } });
    rmSync(join(dir, 'film'));
    await begin('127.84.23.2', FILM, { dir: temporaryFolder(), connect: [seed.daemon.listen] });
    await until(() => isSaid(seed, 'warn', /was changed/) > 0 || `logged ${seed.log}`);
    await seed.daemon.close();
  });

  it('is begun anew by a download whose file was taken away', async () => {
    const seed = await begin('127.84.24.1', FILM, { dir: folderWith(CONTENT) }, { uploadLimit: 1_500_000 });
    const dir = temporaryFolder();
    const leech = await begin('127.84.24.2', FILM, { dir, connect: [seed.daemon.listen] });
    await until(() => leech.torrent.status().have > 2 || 'nothing has come');
    rmSync(join(dir, 'film.part'));
    leech.torrent.addPeers([seed.daemon.listen]);
    await until(() => isSaid(leech, 'warn', /was changed by somebody else, or is gone/) > 0 || `logged ${leech.log}`);
    await complete(leech.torrent);
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
  });
});

const isRoot = process.getuid?.() === 0 && process.platform === 'linux';

describe('making room beforehand', () => {
  it('gives every missing byte its place, and leaves what is there alone', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, 'tree', FILES.slice(0, 2));
    const peer = await begin('127.84.30.1', TREE, { dir, allocate: 'full' });
    await until(() => peer.torrent.status().stage === 'running' || peer.torrent.status().stage);
    const c = statSync(join(dir, 'tree.part', 'c'));
    expect([c.size, c.blocks * 512 >= c.size]).toEqual([4 * PIECE, true]);
    for (const { path, bytes } of FILES.slice(0, 2)) {
      expect(readFileSync(join(dir, 'tree', ...path)).equals(bytes)).toBe(true);
    }
    const source = temporaryFolder();
    writeFiles(source, 'tree', FILES);
    const seed = await begin('127.84.30.2', TREE, { dir: source });
    peer.torrent.addPeers([seed.daemon.listen]);
    await complete(peer.torrent);
    for (const { path, bytes } of FILES) expect(readFileSync(join(dir, 'tree', ...path)).equals(bytes)).toBe(true);
  });

  it.skipIf(!isRoot)('says at once that there is too little, and goes on when there is (needs root)', async () => {
    const dir = temporaryFolder();
    execFileSync('/usr/bin/env', ['mount', '-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir]);
    try {
      const limits = { diskRetryInterval: 20 };
      const peer = await begin('127.84.31.1', FILM, { dir, allocate: 'full' }, { limits });
      await until(() => peer.torrent.status().stage === 'paused' || peer.torrent.status().stage);
      const { trouble, downloaded, peers } = peer.torrent.status();
      expect([trouble, downloaded, peers]).toEqual([`no room left on the disk for ${join(dir, 'film.part')}`, 0, 0]);
      expect(peer.events).toEqual([]);
      execFileSync('/usr/bin/env', ['mount', '-o', 'remount,size=64m', dir]);
      await until(() => peer.torrent.status().stage === 'running' || peer.torrent.status().stage);
      expect(isSaid(peer, 'error', /paused/)).toBe(1);
      await peer.daemon.close();
    } finally {
      execFileSync('/usr/bin/env', ['umount', '--lazy', dir]);
    }
  });

  it.skipIf(!isRoot)('goes on downloading when only the journal has no room (needs root)', async () => {
    const journals = temporaryFolder();
    execFileSync('/usr/bin/env', ['mount', '-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', journals]);
    try {
      const seed = await begin('127.84.32.1', FILM, { dir: folderWith(CONTENT) });
      const dir = temporaryFolder();
      writeFileSync(join(journals, 'full'), Buffer.alloc(4096));
      const leech = await begin('127.84.32.2', FILM, { dir, connect: [seed.daemon.listen] }, { journals });
      await complete(leech.torrent);
      expect(isSaid(leech, 'warn', /no room left .*the journal can't be kept/)).toBe(1);
      expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
      await leech.daemon.close();
    } finally {
      execFileSync('/usr/bin/env', ['umount', '--lazy', journals]);
    }
  });
});
